#include "files/zip_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "base/errors.h"
#include "base/memory_limit.h"
#include "files/deflate.h"
#include "files/open_file.h"

namespace temper {
namespace {

constexpr std::string_view local_signature = "PK\3\4", entry_signature = "PK\1\2",
                           end_signature = "PK\5\6";
constexpr std::size_t local_size = 30, entry_size = 46, end_size = 22;
constexpr std::uint32_t stored = 0, deflated = 8, in_zip64 = 0xffffffff;

}  // namespace

ZipFile::ZipFile(const std::string& path) : path_(path), archive_(read_file(path)) {
  const auto end = find_end_record();
  const auto n_entries = number(end + 10, 2);
  std::size_t at = number(end + 16, 4);
  for (std::uint32_t i = 0; i < n_entries; ++i) at = read_entry(at);
}

std::vector<std::string> ZipFile::names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries_) names.push_back(name);
  return names;
}

std::string_view ZipFile::extract(const std::string& name, std::string& space) const {
  const Entry& entry = entries_.at(name);
  std::string_view content = bytes_of(entry);
  if (entry.method == deflated) content = space = inflated(content, entry);
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
  if (content.size() != entry.size || crc != entry.crc)
    refuse("'" + name + "' is damaged: its checksum is wrong");
  return content;
}

/// The last record of the archive; only a comment may follow.
std::size_t ZipFile::find_end_record() const {
  const auto at = archive_.rfind(end_signature);
  if (!std::string_view(archive_).starts_with("PK")) refuse("is not a ZIP archive");
  if (at == std::string::npos || at + end_size > archive_.size())
    refuse("is truncated: its table of contents is missing");
  return at;
}

/// Returns where the next one begins.
std::size_t ZipFile::read_entry(std::size_t at) {
  if (archive_.compare(std::min(at, archive_.size()), 4, entry_signature) != 0)
    refuse("is damaged: its table of contents is not where it should be");
  const Entry entry{number(at + 10, 2), number(at + 16, 4), number(at + 20, 4), number(at + 24, 4),
                    number(at + 42, 4)};
  const auto name_size = number(at + 28, 2);
  number(at + entry_size + name_size, 0);  // the name must be in the archive
  entries_[archive_.substr(at + entry_size, name_size)] = entry;
  return at + entry_size + name_size + number(at + 30, 2) + number(at + 32, 2);
}

std::string_view ZipFile::bytes_of(const Entry& entry) const {
  if (entry.size == in_zip64 || entry.compressed_size == in_zip64 || entry.offset == in_zip64)
    refuse("has arrays of more than 4 GB; save them as HDF5");
  if (entry.method != stored && entry.method != deflated)
    refuse(fmt::format("is compressed by method {}; numpy.savez_compressed uses 8", entry.method));
  const std::size_t offset = entry.offset;  // sums beyond 32 bits must not begin anew
  const std::size_t start = offset + local_size + number(offset + 26, 2) + number(offset + 28, 2);
  if (archive_.compare(offset, 4, local_signature) != 0 || start > archive_.size() ||
      archive_.size() - start < entry.compressed_size)
    refuse("is damaged: an array is not where the table of contents says");
  return std::string_view(archive_).substr(start, entry.compressed_size);
}

std::string ZipFile::inflated(std::string_view bytes, const Entry& entry) const {
  if (entry.size > max_deflate_ratio * bytes.size() + max_deflate_ratio)
    refuse("is damaged: a size can't be right");
  require_memory(entry.size, path_);
  std::string content(entry.size, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(content.data());
  stream.avail_out = static_cast<uInt>(content.size());
  constexpr int raw_deflate = -MAX_WBITS;
  inflateInit2(&stream, raw_deflate);
  const int status = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (status != Z_STREAM_END) refuse("is damaged: an array can't be uncompressed");
  return content;
}

/// The little-endian number of `n_bytes` at `at`.
std::uint32_t ZipFile::number(std::size_t at, std::size_t n_bytes) const {
  if (at > archive_.size() || archive_.size() - at < n_bytes) refuse("is truncated");
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < n_bytes; ++i)
    number |= std::uint32_t{static_cast<unsigned char>(archive_[at + i])} << (8 * i);
  return number;
}

void ZipFile::refuse(const std::string& problem) const { throw DataError(path_ + ": " + problem); }

}  // namespace temper
