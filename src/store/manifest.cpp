#include "store/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/errors.h"
#include "h5/raw_file.h"
#include "store/checksum.h"
#include "store/run_description.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

std::string manifest_of(const std::string& folder) { return folder + "/manifest.txt"; }

/// All other files, by name.
std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path() != fs::path(manifest_of(folder)))
      names.push_back(entry.path().lexically_relative(folder).string());
  std::ranges::sort(names);
  return names;
}

std::string line_of(const std::string& folder, const std::string& name) {
  const RawFile file(folder + "/" + name, RawFile::Mode::read);
  Checksum checksum(format_version);
  std::array<std::byte, 1 << 16> buffer;
  for (std::uint64_t at = 0; at < file.size();) {
    const auto n = std::min<std::uint64_t>(buffer.size(), file.size() - at);
    const auto piece = std::span(buffer).first(n);
    file.read_at(at, piece);
    checksum.add_bytes(piece);
    at += n;
  }
  return fmt::format("{:08x} {} {}", checksum.value(), file.size(), name);
}

}  // namespace

void write_manifest(const std::string& folder) {
  std::string text;
  for (const auto& name : files_in(folder)) text += line_of(folder, name) + "\n";
  write_whole(manifest_of(folder), text);
}

void verify_manifest(const std::string& folder) {
  std::ifstream manifest(manifest_of(folder));
  if (!manifest) return;
  const auto names = files_in(folder);
  std::size_t n_lines = 0;
  for (std::string line; std::getline(manifest, line); ++n_lines) {
    const auto name = line.substr(std::min(line.size(), line.find(' ', line.find(' ') + 1) + 1));
    if (std::ranges::find(names, name) == names.end())
      throw IoError(
          fmt::format("{}: names a file that isn't there: '{}'", manifest_of(folder), name));
    if (line_of(folder, name) != line)
      throw IoError(fmt::format("{}/{}: damaged: not as manifest.txt says", folder, name));
  }
  if (n_lines < names.size())
    throw IoError(manifest_of(folder) + ": damaged: files of the archive are not in it");
}

}  // namespace temper
