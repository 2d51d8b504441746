#include "h5/layout.h"

#include <algorithm>
#include <bit>

namespace temper {

static_assert(std::endian::native == std::endian::little, "rows are stored as they lie in memory");

std::size_t element_size(ElementType type) {
  switch (type) {
    case ElementType::uint8:
      return 1;
    case ElementType::float32:
    case ElementType::int32:
    case ElementType::uint32:
      return 4;
    case ElementType::float64:
    case ElementType::int64:
    case ElementType::uint64:
      return 8;
    case ElementType::text:
      break;
  }
  return 0;
}

std::uint64_t data_bytes(const FileLayout& layout) {
  const auto length = [&](const std::string& name) {
    return std::ranges::find(layout.dimensions, name, &Dimension::name)->length;
  };
  std::uint64_t total = 0;
  for (const auto& dimension : layout.dimensions)
    if (dimension.has_values) total += dimension.length * element_size(ElementType::int64);
  for (const auto& dataset : layout.datasets) {
    std::uint64_t bytes =
        dataset.type == ElementType::text ? dataset.text_width : element_size(dataset.type);
    for (const auto& name : dataset.dimensions) bytes *= length(name);
    total += bytes;
  }
  return total;
}

std::vector<std::byte> contents_of(const std::vector<std::string>& texts, std::size_t width) {
  std::vector<std::byte> contents(texts.size() * width);
  for (std::size_t i = 0; i < texts.size(); ++i)
    std::memcpy(contents.data() + i * width, texts[i].data(), std::min(width, texts[i].size()));
  return contents;
}

}  // namespace temper
