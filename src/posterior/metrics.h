#pragma once
// How good predictions are, summed over examples.

#include <cstddef>
#include <cstdint>
#include <span>

#include "data/dataset.h"

namespace temper {

/// How many examples have their own class as the most probable one; of equals the first counts.
/// @param probabilities [rows, n_classes]; @param labels [rows]
double count_right(std::span<const double> probabilities, std::span<const std::int32_t> labels);

/// Sum over examples and targets of (mean - target)², in original units.
/// @param predictions [rows, 2 n_targets] means, then sds; @param targets [rows, n_targets]
double sum_squared_error(std::span<const double> predictions, std::span<const float> targets,
                         std::size_t n_targets, const Scaling& scaling);

}  // namespace temper
