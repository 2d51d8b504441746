#include "store/static_checksum.h"

#include <algorithm>
#include <array>

#include "base/errors.h"
#include "store/checksum.h"

namespace temper {
namespace {

constexpr std::size_t chunk = 1 << 16;

void add_range(Checksum& checksum, const RawFile& raw, std::uint64_t begin, std::uint64_t end) {
  std::array<std::byte, chunk> buffer;
  while (begin < end) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(chunk, end - begin));
    raw.read_at(begin, std::span(buffer).first(n));
    checksum.add_bytes(std::span(buffer).first(n));
    begin += n;
  }
}

std::uint32_t computed(const PreallocatedFile& file) {
  std::vector<Extent> holes;
  for (const auto& [name, extent] : file.extents())
    if (extent.changes && extent.bytes > 0) holes.push_back(extent);
  std::ranges::sort(holes, {}, &Extent::offset);

  Checksum checksum(file.format_version());
  std::uint64_t position = 0;
  for (const auto& hole : holes) {
    add_range(checksum, file.raw(), position, hole.offset);
    position = hole.offset + hole.bytes;
  }
  add_range(checksum, file.raw(), position, file.raw().size());
  return checksum.value();
}

}  // namespace

void write_static_checksum(PreallocatedFile& file) {
  file.write_value("static_checksum", 0, computed(file));
}

bool static_part_is_whole(const PreallocatedFile& file) {
  return file.read_value<std::uint32_t>("static_checksum") == computed(file);
}

void require_static_part(const PreallocatedFile& file) {
  if (!static_part_is_whole(file))
    throw IoError(file.path() +
                  ": damaged: its names, axes or attributes don't have their checksum; restore the "
                  "file from a copy");
}

}  // namespace temper
