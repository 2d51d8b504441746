#include "store/own_files.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/errors.h"
#include "h5/read_file.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// The first bytes of a file.
std::string beginning_of(const std::string& path, std::size_t n_bytes = 16) {
  std::string bytes(n_bytes, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

/// "[2026-01-31 …": how a line of log.txt begins.
bool is_dated_line(std::string_view text) {
  return text.size() > 5 && text[0] == '[' && text[5] == '-' &&
         std::all_of(text.begin() + 1, text.begin() + 5,
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Reserved, but never written: what a killed creation or a loss of power leaves.
bool is_unwritten(std::string_view beginning) {
  return std::ranges::all_of(beginning, [](char c) { return c == '\0'; });
}

/// HDF5 of a format that begins so, or half written.
bool is_own_hdf5(const std::string& path, std::string_view beginning, std::string_view begins) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  if (beginning.substr(0, signature.size()) != signature) return is_unwritten(beginning);
  try {
    const ReadFile file(path);
    const auto format = file.attribute("format");
    if (!format) return file.attributes().empty() && file.extents().empty();
    const auto* text = std::get_if<std::string>(&format->value);
    return text != nullptr && text->starts_with(begins);
  } catch (const IoError&) {
    return true;
  }
}

}  // namespace

bool is_own_file(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return false;
  const auto beginning = beginning_of(path);
  const auto name = fs::path(path).filename().string();
  if (beginning.empty()) return fs::file_size(path, error) == 0;
  if (is_unwritten(beginning)) return true;
  if (name == "lock") return beginning.starts_with("process ");
  if (name == "log.txt") return is_dated_line(beginning);
  if (name.starts_with("diagnosis.json")) return beginning == "{\n \"format\": \"te";
  if (name == "sessions.jsonl") return beginning.starts_with("{\"event\": \"");
  return is_own_hdf5(path, beginning, "temper-");
}

void require_replaceable(const std::string& path) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error)) && !is_own_file(path))
    throw UsageError(path + ": is in the way, and isn't Temper's; move it");
}

void require_replaceable(const std::string& path, const std::string& contents) {
  require_replaceable(path);
  const auto beginning = beginning_of(path);
  if (!beginning.empty() && !is_own_hdf5(path, beginning, "temper-" + contents))
    throw UsageError(path + ": is in the way, and holds no " + contents + "; give another name");
}

void require_place_for_text(const std::string& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (!fs::exists(status)) return;
  if (fs::is_directory(status)) throw UsageError(path + ": is a folder; give the name of a file");
  if (!fs::is_regular_file(status))
    throw UsageError(path + ": is a link or a device, and would be replaced; give another name");
  if (!beginning_of(path).empty() && is_own_file(path))
    throw UsageError(path + ": is a file of a run; give another name");
}

void require_replaceable_text(const std::string& path, std::string_view beginning) {
  require_place_for_text(path);
  const auto existing = beginning_of(path, beginning.size());
  if (existing.empty() || existing == beginning) return;
  throw UsageError(path +
                   ": is in the way, and holds something else than this command writes there; "
                   "move it, or give another name");
}

}  // namespace temper
