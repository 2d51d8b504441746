#pragma once
// The names of a run's files, and whether a folder holds a run.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace temper {

class RunFolder {
 public:
  explicit RunFolder(std::string path);

  const std::string& path() const { return path_; }
  std::string run_file() const { return path_ + "/run.h5"; }
  std::string draws_folder() const { return path_ + "/draws"; }
  std::string draws_file(std::uint32_t replica) const;
  std::string checkpoint_file(int which) const;  ///< 0: A, 1: B
  std::string sessions_file() const { return path_ + "/sessions.jsonl"; }
  std::string log_file() const { return path_ + "/log.txt"; }
  std::string predictions_file() const { return path_ + "/predictions.h5"; }
  std::string diagnosis_file() const { return path_ + "/diagnosis.json"; }
  std::string lock_file() const { return path_ + "/lock"; }

  std::size_t n_draws_files() const;  ///< published ones

  /// run.h5 is published last of all files, so it stands for the whole.
  bool holds_run() const;

  /// Files of a run without its run.h5, and not what a killed creation has left.
  bool holds_remains() const;

  /// Throws UsageError saying what to do if a new run here would destroy something.
  void require_free() const;

  /// Throws UsageError if there is no run here.
  void require_run() const;

  /// Removes the run's files, and no others but the draws folder if that empties it. run.h5 becomes
  /// run.h5.tmp first and goes last, so that what a kill leaves is free for a new run.
  void discard() const;

  /// After a creation that failed: discards, and removes the folder if that empties it.
  void abandon() const;

 private:
  std::vector<std::string> draws_files() const;

  std::string path_;
};

}  // namespace temper
