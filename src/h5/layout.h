#pragma once
// What an HDF5 file of fixed size holds, as data: it is laid out once and never changes shape.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

/// Little-endian numbers, as they are stored.
enum class ElementType { float32, float64, uint8, int32, uint32, int64, uint64, text };

/// A dimension scale: an axis with a name that datasets refer to.
struct Dimension {
  std::string name;
  std::uint64_t length = 0;
  bool has_values = true;  ///< first..first+length-1 as int64; else it takes no space
  std::uint64_t first = 0;
};

/// first, first + step, first + 2 step, …: written without ever being held in memory.
struct Sequence {
  std::uint64_t first = 0;
  std::uint64_t step = 1;
};

struct DatasetLayout {
  std::string name;
  ElementType type = ElementType::float64;
  std::vector<std::string> dimensions;  ///< names, slowest first; none: a scalar
  std::string written = {};  ///< when it changes after publication, in words; empty: it doesn't
  std::vector<Attribute> attributes = {};
  std::vector<std::byte> contents = {};   ///< initial; empty: zeros
  std::size_t text_width = 0;             ///< bytes of each element, for ElementType::text
  std::optional<Sequence> sequence = {};  ///< contents of a one-dimensional uint64 dataset
};

struct FileLayout {
  std::vector<Attribute> attributes;
  std::vector<Dimension> dimensions;
  std::vector<DatasetLayout> datasets;
};

/// Bytes of one number of this type; 0 for text.
std::size_t element_size(ElementType type);

/// Bytes of one element, text included.
std::size_t element_bytes(const DatasetLayout& dataset);

/// The lengths of the dataset's dimensions in its file.
std::vector<std::uint64_t> shape_of(const DatasetLayout& dataset, const FileLayout& layout);

/// Bytes of all datasets, without HDF5's own metadata; the largest number if it is beyond that.
std::uint64_t data_bytes(const FileLayout& layout);

/// Of sizes; the largest number if the true one is beyond it.
std::uint64_t product_or_most(std::uint64_t a, std::uint64_t b);
std::uint64_t sum_or_most(std::uint64_t a, std::uint64_t b);

/// The numbers' bytes, for DatasetLayout::contents.
template <class T>
std::vector<std::byte> contents_of(const std::vector<T>& numbers) {
  const auto bytes = std::as_bytes(std::span(numbers));
  return {bytes.begin(), bytes.end()};
}

/// Texts padded with zeros to `width` bytes each.
std::vector<std::byte> contents_of(const std::vector<std::string>& texts, std::size_t width);

}  // namespace temper
