#pragma once
// One job at a time in a run's folder. The system frees the lock when its owner dies.

#include <optional>
#include <string>

#include "store/run_folder.h"

namespace temper {

/// Three byte ranges of RUN/lock. The root of a job holds the first alone; a command that copies
/// the run shares it with others of its kind. Every rank of a job shares the second, so that a new
/// job waits until the last rank of a killed one is gone. Commands that read share the third, so
/// that the files aren't replaced under them; a job that grows goes on, since committed rows never
/// change. Where the file system has no locks, nothing is held and nobody refused; the root of a
/// job says so.
class RunLock {
 public:
  /// For the root. Throws UsageError, naming host and process, if another job is here.
  static RunLock of_root(const RunFolder& folder);

  /// For the other ranks, once the root has its lock.
  static RunLock of_rank(const RunFolder& folder);

  /// For a command that copies a run as it stands. Throws UsageError if a job writes to it.
  static RunLock of_copier(const RunFolder& folder);

  /// For a command that reads. Throws UsageError if the run is just being replaced or extended.
  static RunLock of_reader(const RunFolder& folder);

  /// On the lock of a root, before files of the run are replaced: keeps readers out until it goes.
  /// Throws UsageError if somebody reads.
  void exclude_readers();

  /// Who holds the run now, in words, without taking the lock; nullopt if nobody does.
  static std::optional<std::string> owner(const RunFolder& folder);

  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock(const RunLock&) = delete;

 private:
  enum class Access { read, write };
  RunLock(const std::string& path, Access access);

  std::string path_;
  int descriptor_ = -1;
};

}  // namespace temper
