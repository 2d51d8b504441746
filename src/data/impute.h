#pragma once
// What stands for missing inputs.

#include <cstdint>
#include <vector>

#include "data/raw_data.h"

namespace temper {

/// Puts the median of the training rows that have a value where a column of numbers has none, and
/// keeps it in the schema. (No row of training has one: the median of all rows that have.)
void fill_missing(RawData& raw, const std::vector<std::uint32_t>& training);

}  // namespace temper
