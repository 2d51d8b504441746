#pragma once
// Reads datasets of numbers and text from HDF5 files that others have written: a user's data.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/variant.h"

namespace temper {

struct ForeignDataset {
  std::vector<std::size_t> shape;
  /// [product of shape], row-major; float32 and uint8 stay what they are, all else is float64.
  Variant<std::vector<double>, std::vector<float>, std::vector<std::uint8_t>> values;
  std::vector<std::string> texts;  ///< the same of text, and of whole numbers beyond 2^53
};

/// Names of the datasets of the root group, in alphabetical order. Throws IoError naming the path
/// if it can't be opened as HDF5.
std::vector<std::string> dataset_names(const std::string& path);

/// A dataset of integers, floats, booleans or text. Throws IoError naming path and dataset if there
/// is none, if it holds something else, or if it can't be read whole.
ForeignDataset read_dataset(const std::string& path, const std::string& name);

}  // namespace temper
