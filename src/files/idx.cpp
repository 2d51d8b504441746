#include "files/idx.h"

#include <fmt/format.h>

#include <array>

#include "base/errors.h"
#include "files/gzip_file.h"

namespace temper {
namespace {

constexpr std::uint8_t unsigned_byte = 0x08;  ///< the only element type that images and labels use

std::size_t read_size(GzipFile& file) {
  std::array<std::uint8_t, 4> bytes;
  file.read(bytes);
  return std::size_t{bytes[0]} << 24 | std::size_t{bytes[1]} << 16 | std::size_t{bytes[2]} << 8 |
         bytes[3];
}

/// The number of dimensions: two zeros, the element type, the dimensions.
std::size_t read_magic(GzipFile& file) {
  const auto magic = read_size(file);
  if (magic >> 8 != unsigned_byte || (magic & 0xff) == 0)
    throw DataError(
        fmt::format("{}: is no IDX file of bytes: it begins with {:08x}, not with "
                    "000008 and the number of dimensions",
                    file.path(), magic));
  return magic & 0xff;
}

std::size_t n_values(const GzipFile& file, const std::vector<std::size_t>& shape) {
  std::size_t n = 1;
  for (const auto length : shape)
    if (length == 0 || __builtin_mul_overflow(n, length, &n) || n > file.max_size())
      throw DataError(fmt::format("{}: says that it holds {} bytes, which can't be; it is damaged",
                                  file.path(), fmt::join(shape, " x ")));
  return n;
}

}  // namespace

IdxArray read_idx(const std::string& path) {
  GzipFile file(path);
  IdxArray array;
  array.shape.resize(read_magic(file));
  for (auto& length : array.shape) length = read_size(file);
  array.values.resize(n_values(file, array.shape));
  file.read(array.values);
  file.require_end();
  return array;
}

}  // namespace temper
