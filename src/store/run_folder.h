#pragma once
// The names of a run's files, whether a folder holds a run, and the one rule for every command that
// writes: check first, delete last, and never remove what isn't ours (own_files.h).

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace temper {

/// What to do about a run that is there already.
enum class Existing { refuse, replace };

class RunFolder {
 public:
  /// Throws UsageError if the path is empty.
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
  std::string landscape_file() const { return path_ + "/landscape.h5"; }
  std::string lock_file() const { return path_ + "/lock"; }

  std::size_t n_draws_files() const;            ///< published ones
  std::vector<std::string> hdf5_files() const;  ///< published ones

  /// run.h5 is published last of all files, so it stands for the whole.
  bool holds_run() const;

  /// Files of a run without its run.h5, and not what a killed creation has left.
  bool holds_remains() const;

  /// Throws UsageError saying what to do if a new run here would destroy something: a run or its
  /// remains, unless they are to be replaced; or, in any case, files under a run's names that
  /// aren't Temper's.
  void require_free(Existing existing) const;

  /// Throws UsageError if there is no run here.
  void require_run() const;

  /// Before files are written. Throws IoError if the draws lie behind a link.
  void require_own_folders() const;

  /// Removes the run's files, and no others but the draws folder if that empties it. run.h5 becomes
  /// run.h5.tmp first and goes last, so that what a kill leaves is free for a new run.
  void discard() const;

  /// The same, but spares files that are not published: the new run which takes this one's place.
  void discard_published() const;

  /// Removes what killed jobs have left unpublished.
  void discard_unpublished() const;

  /// After a creation that failed. A run is left alone; else discards.
  /// @param is_new  the folder is of our making: goes, if that empties it
  void abandon(bool is_new) const;

 private:
  std::vector<std::string> files() const;  ///< all there are under a run's names
  void require_nothing_else() const;

  std::string path_;
};

/// Throws IoError with the numbers and the advice if the disk under the folder has less than
/// `bytes` left.
void require_space(const RunFolder& folder, std::uint64_t bytes, const std::string& advice);

}  // namespace temper
