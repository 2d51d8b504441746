#pragma once
// One job at a time in a run's folder. The system frees the lock when its owner dies.

#include <optional>
#include <string>

#include "store/run_folder.h"

namespace temper {

/// Two byte ranges of RUN/lock: the root of a job holds the first alone; every rank of the job
/// shares the second, so that a new job waits until the last rank of a killed one is gone. Where
/// the file system has no locks, nothing is held and nobody refused.
class RunLock {
 public:
  /// For the root. Throws UsageError, naming host and process, if another job is here.
  static RunLock of_root(const RunFolder& folder);

  /// For the other ranks, once the root has its lock.
  static RunLock of_rank(const RunFolder& folder);

  /// Who holds the run now, in words, without taking the lock; nullopt if nobody does.
  static std::optional<std::string> owner(const RunFolder& folder);

  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock(const RunLock&) = delete;

 private:
  explicit RunLock(const std::string& path);

  std::string path_;
  int descriptor_ = -1;
};

}  // namespace temper
