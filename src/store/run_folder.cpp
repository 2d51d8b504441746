#include "store/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/errors.h"
#include "h5/preallocated_file.h"

namespace temper {

namespace fs = std::filesystem;

RunFolder::RunFolder(std::string path) : path_(std::move(path)) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
}

std::string RunFolder::draws_file(std::uint32_t replica) const {
  return fmt::format("{}/replica-{:04}.h5", draws_folder(), replica);
}

std::string RunFolder::checkpoint_file(int which) const {
  return fmt::format("{}/checkpoint-{}.h5", path_, which == 0 ? 'A' : 'B');
}

bool RunFolder::holds_run() const { return fs::exists(run_file()); }

bool RunFolder::holds_remains() const {
  if (holds_run() || fs::exists(unpublished(run_file()))) return false;
  return fs::exists(checkpoint_file(0)) || fs::exists(checkpoint_file(1)) || !draws_files().empty();
}

void RunFolder::require_free() const {
  if (holds_run())
    throw UsageError(path_ + ": there is a run here already; go on with it by 'temper resume " +
                     path_ + "', or replace it with --force");
  if (holds_remains())
    throw UsageError(path_ +
                     ": here are files of a run whose run.h5 is missing; bring it back, or " +
                     "replace them with --force");
  if (fs::exists(path_) && !fs::is_directory(path_))
    throw UsageError(path_ + ": not a folder; give another --out");
}

void RunFolder::require_run() const {
  if (holds_run()) return;
  throw UsageError(path_ + ": there is no run here" +
                   (fs::is_directory(path_) ? " (no run.h5)" : " (no such folder)") +
                   "; give the folder that 'temper train --out' wrote");
}

std::vector<std::string> RunFolder::draws_files() const {
  std::vector<std::string> files;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(draws_folder(), missing))
    if (entry.path().filename().string().starts_with("replica-"))
      files.push_back(entry.path().string());
  return files;
}

std::size_t RunFolder::n_draws_files() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      draws_files(), [](const std::string& file) { return file.ends_with(".h5"); }));
}

void RunFolder::discard() const {
  std::vector<std::string> files = draws_files();
  for (const int which : {0, 1})
    for (const auto& file : {checkpoint_file(which), unpublished(checkpoint_file(which))})
      files.push_back(file);
  for (const auto& file :
       {sessions_file(), log_file(), predictions_file(), diagnosis_file(), unpublished(run_file())})
    files.push_back(file);

  std::error_code error;
  if (holds_run()) fs::rename(run_file(), unpublished(run_file()), error);
  if (error) throw IoError(run_file() + ": can't remove it: " + error.message());
  for (const auto& file : files)
    if (!fs::remove(file, error) && error)
      throw IoError(file + ": can't remove it: " + error.message());
  fs::remove(draws_folder(), error);  // stays if there is something else in it
}

void RunFolder::abandon() const {
  discard();
  std::error_code error;
  fs::remove(lock_file(), error);
  fs::remove(path_, error);  // stays if there is something else in it
}

}  // namespace temper
