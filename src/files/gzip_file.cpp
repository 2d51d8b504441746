#include "files/gzip_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "base/errors.h"
#include "files/deflate.h"
#include "files/open_file.h"

namespace temper {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18;
constexpr std::size_t max_piece = std::size_t{1} << 30;  ///< gzread counts in int

}  // namespace

void GzipFile::Close::operator()(gzFile_s* file) const { gzclose(file); }

GzipFile::GzipFile(const std::string& path)
    : path_(path),
      max_size_(require_file(path) * max_deflate_ratio),
      file_(gzopen(path.c_str(), "rb")) {
  if (!file_) throw DataError(path + ": can't be opened for reading");
  gzbuffer(file_.get(), buffer_size);
}

void GzipFile::read(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const auto piece = static_cast<unsigned>(std::min(out.size(), max_piece));
    const int n_read = gzread(file_.get(), out.data(), piece);
    int status = Z_OK;
    const char* reason = gzerror(file_.get(), &status);
    if (n_read < 0 || status == Z_DATA_ERROR)
      throw DataError(fmt::format("{}: is damaged: {}", path_, reason));
    if (n_read == 0)
      throw DataError(fmt::format("{}: is truncated: it ends {} bytes before its header says",
                                  path_, out.size()));
    out = out.subspan(static_cast<std::size_t>(n_read));
  }
}

std::string GzipFile::read_all() {
  std::string text;
  for (std::size_t size = 0;;) {
    text.resize(size + buffer_size);
    const int n_read = gzread(file_.get(), text.data() + size, static_cast<unsigned>(buffer_size));
    if (n_read < 0) throw DataError(path_ + ": is damaged: it can't be uncompressed");
    size += static_cast<std::size_t>(n_read);
    if (n_read > 0) continue;
    int status = Z_OK;
    gzerror(file_.get(), &status);
    if (status == Z_BUF_ERROR) throw DataError(path_ + ": is truncated");
    text.resize(size);
    return text;
  }
}

void GzipFile::require_end() {
  std::uint8_t extra = 0;
  const int n_read = gzread(file_.get(), &extra, 1);
  if (n_read > 0) throw DataError(path_ + ": is longer than its header says");
  int status = Z_OK;
  gzerror(file_.get(), &status);
  if (status == Z_BUF_ERROR) throw DataError(path_ + ": is truncated: its checksum is missing");
  if (n_read < 0) throw DataError(path_ + ": is damaged: its checksum is wrong");
}

}  // namespace temper
