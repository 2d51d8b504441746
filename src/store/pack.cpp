#include "store/pack.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <utility>

#include "base/errors.h"
#include "h5/pack_file.h"
#include "h5/raw_file.h"
#include "h5/read_file.h"
#include "store/draws_file.h"
#include "store/manifest.h"
#include "store/own_files.h"
#include "store/run_lock.h"
#include "store/same_run.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

const Attribute packed_mark{packed_attribute, std::string("shuffle, deflate, fletcher32")};

std::vector<fs::path> draws_of(const RunFolder& folder) {
  const auto groups = draws_groups_of(ReadFile(folder.run_file()));
  std::vector<fs::path> files;
  for (const auto first : groups.firsts())
    files.emplace_back(open_draws_file(folder, groups, first, RawFile::Mode::read).path());
  return files;
}

void pack_and_compare(const fs::path& from, const fs::path& to,
                      const std::vector<Attribute>& added = {}) {
  pack_file(from, to, added);
  require_same_values(from, to);
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return bytes;
}

void require_packable(const RunFolder& run, const std::string& archive) {
  run.require_run();
  require_not_packed(run, "packing");
  if (fs::exists(fs::symlink_status(archive)))
    throw UsageError(archive + ": exists; give a name that is free");
}

/// The system's reasons in our words.
void as_io_error(const std::function<void()>& task) {
  try {
    task();
  } catch (const fs::filesystem_error& error) {
    throw IoError(error.path1().string() + ": " + error.code().message());
  }
}

void pack_files(const RunFolder& run, const RunFolder& archive) {
  for (const auto& file : draws_of(run))
    pack_and_compare(file, fs::path(archive.draws_folder()) / file.filename());
  for (const auto& [from, to] : {std::pair(run.sessions_file(), archive.sessions_file()),
                                 std::pair(run.log_file(), archive.log_file())})
    if (is_own_file(from)) fs::copy_file(from, to);  // no link of a stranger's, to what is ours
  if (fs::exists(run.predictions_file()))
    pack_and_compare(run.predictions_file(), archive.predictions_file());
  pack_and_compare(run.run_file(), archive.run_file(), {packed_mark});
  write_manifest(archive.path());
}

/// An archive until it has its name: no other pack writes to it, and it goes if it isn't finished.
class UnfinishedArchive {
 public:
  explicit UnfinishedArchive(const std::string& path) : folder_(path) {
    fs::create_directories(fs::absolute(path).parent_path());
    if (!fs::create_directory(path))
      throw UsageError(path +
                       ": exists: another temper pack writes to it, or was killed; remove "
                       "it, or give another --out");
    fs::create_directory(folder_.draws_folder());
  }
  ~UnfinishedArchive() {
    std::error_code error;
    if (!is_finished_) fs::remove_all(folder_.path(), error);
  }
  UnfinishedArchive(const UnfinishedArchive&) = delete;

  const RunFolder& folder() const { return folder_; }

  void finish(const std::string& name) {
    fs::rename(folder_.path(), name);
    is_finished_ = true;
  }

 private:
  RunFolder folder_;
  bool is_finished_ = false;
};

}  // namespace

PackReport pack_run(const std::string& run, const std::string& archive) {
  const RunFolder folder(run);
  const auto lock = RunLock::of_copier(folder);
  require_packable(folder, archive);
  as_io_error([&] {
    UnfinishedArchive unfinished(archive + ".tmp");
    pack_files(folder, unfinished.folder());
    unfinished.finish(archive);
  });
  return {bytes_in(run), bytes_in(archive)};
}

bool is_packed(const RunFolder& folder) {
  try {
    return folder.holds_run() &&
           ReadFile(folder.run_file()).attribute(packed_attribute).has_value();
  } catch (const IoError&) {
    return false;  // damaged: the verification of a run says how
  }
}

void verify_packed(const RunFolder& folder) {
  verify_manifest(folder.path());
  read_through(folder.run_file());
  if (fs::exists(folder.predictions_file())) read_through(folder.predictions_file());
  for (const auto& file : draws_of(folder)) read_through(file);
}

void require_not_packed(const RunFolder& folder, const std::string& purpose) {
  if (is_packed(folder))
    throw UsageError(fmt::format("{}: is an archive made by temper pack; {} needs the run itself",
                                 folder.path(), purpose));
}

}  // namespace temper
