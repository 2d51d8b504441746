#pragma once
// Reads datasets of numbers from HDF5 files that others have written: a user's data.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace temper {

struct NumericDataset {
  std::vector<std::size_t> shape;
  /// [product of shape], row-major; float32 and uint8 stay what they are, all else is float64.
  std::variant<std::vector<double>, std::vector<float>, std::vector<std::uint8_t>> values;
};

/// Names of the datasets of the root group, in alphabetical order. Throws IoError naming the path
/// if it can't be opened as HDF5.
std::vector<std::string> dataset_names(const std::string& path);

/// A dataset of integers, floats or booleans. Throws IoError naming path and dataset if there is
/// none, if it holds something else, or if it can't be read whole.
NumericDataset read_dataset(const std::string& path, const std::string& name);

}  // namespace temper
