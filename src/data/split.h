#pragma once
// Which examples train, validate and test.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/raw_data.h"
#include "data/source.h"

namespace temper {

/// Row numbers of training, validation and test, each rising.
using Split = std::array<std::vector<std::uint32_t>, 3>;

/// Deals every class (all rows, for regression) to the parts in proportion, each in its own random
/// order, so that the share of a class in each part is right to within one example. Every class
/// has at least one example in training.
///
/// A set with its own test split keeps it: `fractions[2]` is then ignored, and validation is
/// `fractions[1]` of the rest.
Split split_rows(const RawData& raw, Fractions fractions, std::uint64_t seed);

}  // namespace temper
