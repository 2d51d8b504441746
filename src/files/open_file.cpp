#include "files/open_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/errors.h"

namespace temper {

namespace fs = std::filesystem;

std::size_t require_file(const std::string& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::none) throw DataError(path + ": " + error.message());
  if (!fs::exists(status)) throw DataError(path + ": there is no such file");
  if (!fs::is_regular_file(status)) throw DataError(path + ": is not a regular file");
  const auto size = fs::file_size(path, error);
  if (error) throw DataError(path + ": " + error.message());
  if (size == 0) throw DataError(path + ": is empty");
  return size;
}

std::string read_file(const std::string& path) {
  std::string bytes(require_file(path), '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file) throw DataError(path + ": can't be opened: " + std::strerror(errno));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file) throw DataError(path + ": can't be read to its end");
  return bytes;
}

}  // namespace temper
