#pragma once
// From examples as they were found to examples as training sees them, on one rank.

#include <cstdint>
#include <optional>
#include <string>

#include "data/dataset.h"
#include "data/raw_data.h"
#include "data/shared_layout.h"
#include "data/split.h"

namespace temper {

struct PrepareOptions {
  std::string name;
  std::string path = {};     ///< absolute, of a file or folder
  std::optional<Task> task;  ///< absent: from the target's type
  Fractions split = {0.8, 0.1, 0.1};
  bool standardise = true;
  bool balance = false;  ///< each class counts the same
};

struct Prepared {
  RawData raw;
  Split split;
  std::vector<double> weights;  ///< [split[0].size()] mean 1; empty: all the same
  Dataset dataset;              ///< all but its numbers: parts have sizes and empty views
};

/// Settles the task, splits, fills what is missing, and works out what standardises.
/// Throws DataError if there is nothing to learn from.
Prepared prepare(RawData raw, const PrepareOptions& options, std::uint64_t seed);

/// Writes the numbers and their checksum.
void fill(const Prepared& prepared, const SharedLayout& window);

}  // namespace temper
