#include "store/run_folder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/errors.h"
#include "base/pattern.h"
#include "base/printable.h"
#include "h5/preallocated_file.h"
#include "store/first_reading.h"
#include "store/own_files.h"

namespace temper {

namespace fs = std::filesystem;

RunFolder::RunFolder(std::string path) : path_(std::move(path)) {
  if (path_.empty()) throw UsageError("the folder of the run has no name; give one");
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
  return std::ranges::any_of(files(), [&](const auto& file) { return file != lock_file(); });
}

void RunFolder::require_free(Existing existing) const {
  if (fs::exists(path_) && !fs::is_directory(path_))
    throw UsageError(path_ + ": not a folder; give another --out");
  require_nothing_else();
  if (existing == Existing::replace) return;
  if (holds_run())
    throw UsageError(path_ + ": there is a run here already; go on with it by: temper resume " +
                     shell_word(path_) + ", or replace it with --force");
  if (holds_remains())
    throw UsageError(path_ +
                     ": here are files of a run whose run.h5 is missing; bring it back, or " +
                     "replace them with --force");
}

/// The folder may be anybody's: a log.txt in it need not be ours.
void RunFolder::require_nothing_else() const {
  try_files_of(*this);
  auto others = files();
  std::erase_if(others, is_own_file);
  const auto draws = fs::symlink_status(draws_folder());
  if (fs::exists(draws) && !fs::is_directory(draws)) others.push_back(draws_folder());
  if (others.empty()) return;
  throw UsageError(fmt::format(
      "{}: a run would need these names, and what has them isn't Temper's: {}; move it, or give "
      "another --out",
      path_, fmt::join(others, ", ")));
}

void RunFolder::require_run() const {
  if (holds_run()) return;
  throw UsageError(path_ + ": there is no run here" +
                   (fs::is_directory(path_) ? " (no run.h5)" : " (no such folder)") +
                   "; give the folder that 'temper train --out' wrote");
}

void RunFolder::require_own_folders() const {
  if (!fs::is_directory(fs::symlink_status(draws_folder())))
    throw IoError(draws_folder() +
                  ": is not a folder, or a link to one; draws are written into a run only");
}

namespace {

/// The names that a run's files have, and those that they have until they are published.
constexpr const char* name_in_run =
    R"(log\.txt|sessions\.jsonl|lock|diagnosis\.json(\.[0-9]+\.tmp)?|)"
    R"((run|checkpoint-[AB]|predictions|landscape)\.h5((\.[0-9a-f]{8})?\.tmp)?)";
constexpr const char* name_in_draws = R"(replica-[0-9]{4,}\.h5(\.tmp)?)";

void add_matching(const std::string& folder, const char* name, std::vector<std::string>& files) {
  const Pattern pattern(name);
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing))
    if (pattern.matches(entry.path().filename().string())) files.push_back(entry.path().string());
}

bool is_unpublished(const std::string& file) { return file.ends_with(".tmp"); }

void remove(const std::string& file) {
  std::error_code error;
  if (!fs::remove(file, error) && error)
    throw IoError(file + ": can't remove it: " + error.message());
}

}  // namespace

std::vector<std::string> RunFolder::files() const {
  std::vector<std::string> files;
  add_matching(path_, name_in_run, files);
  add_matching(draws_folder(), name_in_draws, files);
  std::ranges::sort(files);
  return files;
}

std::size_t RunFolder::n_draws_files() const {
  std::vector<std::string> draws;
  add_matching(draws_folder(), name_in_draws, draws);
  return draws.size() - static_cast<std::size_t>(std::ranges::count_if(draws, is_unpublished));
}

std::vector<std::string> RunFolder::hdf5_files() const {
  auto published = files();
  std::erase_if(published, [](const auto& file) { return !file.ends_with(".h5"); });
  return published;
}

void RunFolder::discard() const {
  const auto last = unpublished(run_file());
  std::error_code error;
  if (holds_run()) fs::rename(run_file(), last, error);
  if (error) throw IoError(run_file() + ": can't remove it: " + error.message());
  for (const auto& file : files())
    if (file != last && file != lock_file()) remove(file);
  remove(last);
  fs::remove(draws_folder(), error);  // stays if there is something else in it
}

void RunFolder::discard_published() const {
  remove(run_file());  // first: without it, what a kill leaves is free for a new run
  for (const auto& file : files())
    if (!is_unpublished(file) && file != lock_file()) remove(file);
}

void RunFolder::discard_unpublished() const {
  for (const auto& file : files())
    if (is_unpublished(file)) remove(file);
}

void RunFolder::abandon(bool is_new) const {
  if (holds_run()) return;
  discard();
  if (!is_new) return;
  std::error_code error;
  fs::remove(lock_file(), error);
  fs::remove(path_, error);  // stays if there is something else in it
}

void require_space(const RunFolder& folder, std::uint64_t bytes, const std::string& advice) {
  std::error_code error;
  const auto space = fs::space(folder.path(), error);
  if (!error && space.available < bytes)
    throw IoError(fmt::format("{}: the run needs {}, but {} are free here; {}", folder.path(),
                              in_units(bytes), in_units(space.available), advice));
}

}  // namespace temper
