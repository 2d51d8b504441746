#include "h5/layout.h"

#include <algorithm>
#include <bit>
#include <limits>

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

std::size_t element_bytes(const DatasetLayout& dataset) {
  return dataset.type == ElementType::text ? dataset.text_width : element_size(dataset.type);
}

std::vector<std::uint64_t> shape_of(const DatasetLayout& dataset, const FileLayout& layout) {
  std::vector<std::uint64_t> shape;
  for (const auto& name : dataset.dimensions)
    shape.push_back(std::ranges::find(layout.dimensions, name, &Dimension::name)->length);
  return shape;
}

std::uint64_t data_bytes(const FileLayout& layout) {
  std::uint64_t total = 0;
  for (const auto& dimension : layout.dimensions)
    if (dimension.has_values)
      total = sum_or_most(total, product_or_most(dimension.length, sizeof(std::int64_t)));
  for (const auto& dataset : layout.datasets) {
    std::uint64_t bytes = element_bytes(dataset);
    for (const auto length : shape_of(dataset, layout)) bytes = product_or_most(bytes, length);
    total = sum_or_most(total, bytes);
  }
  return total;
}

std::uint64_t product_or_most(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::uint64_t>::max()
                                                : product;
}

std::uint64_t sum_or_most(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::uint64_t>::max() : sum;
}

std::vector<std::byte> contents_of(const std::vector<std::string>& texts, std::size_t width) {
  std::vector<std::byte> contents(texts.size() * width);
  for (std::size_t i = 0; i < texts.size(); ++i)
    std::memcpy(contents.data() + i * width, texts[i].data(), std::min(width, texts[i].size()));
  return contents;
}

}  // namespace temper
