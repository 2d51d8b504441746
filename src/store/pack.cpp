#include "store/pack.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>

#include "base/errors.h"
#include "h5/pack_file.h"
#include "h5/raw_file.h"
#include "h5/read_file.h"
#include "store/same_run.h"
#include "store/summary.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

const Attribute packed_mark{packed_attribute, std::string("shuffle, deflate, fletcher32")};

std::vector<fs::path> draws_of(const RunFolder& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder.draws_folder()))
    if (entry.path().extension() == ".h5") files.push_back(entry.path());
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

void require_packable(const std::string& run, const std::string& archive) {
  if (const auto writer = summarise_run(run).writer)
    throw UsageError(
        fmt::format("{}: a job writes to it ({}); pack it when it has ended", run, *writer));
  require_not_packed(RunFolder(run), "packing");
  if (fs::exists(archive)) throw UsageError(archive + ": exists; give a name that is free");
}

/// The system's reasons in our words.
void as_io_error(const std::function<void()>& task) {
  try {
    task();
  } catch (const fs::filesystem_error& error) {
    throw IoError(error.path1().string() + ": " + error.code().message());
  }
}

void write_archive(const RunFolder& run, const RunFolder& archive) {
  fs::create_directories(archive.draws_folder());
  for (const auto& file : draws_of(run))
    pack_and_compare(file, fs::path(archive.draws_folder()) / file.filename());
  for (const auto& [from, to] : {std::pair(run.sessions_file(), archive.sessions_file()),
                                 std::pair(run.log_file(), archive.log_file())})
    if (fs::exists(from)) fs::copy_file(from, to);
  if (fs::exists(run.predictions_file()))
    pack_and_compare(run.predictions_file(), archive.predictions_file());
  pack_and_compare(run.run_file(), archive.run_file(), {packed_mark});
}

}  // namespace

PackReport pack_run(const std::string& run, const std::string& archive) {
  require_packable(run, archive);
  const auto unfinished = archive + ".tmp";
  as_io_error([&] {
    fs::remove_all(unfinished);
    write_archive(RunFolder(run), RunFolder(unfinished));
    fs::rename(unfinished, archive);
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
