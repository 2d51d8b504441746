#pragma once
// Which minima are one and the same function, whatever their weights.

#include <cstddef>
#include <span>
#include <vector>

namespace temper {

/// Goes through the items from the lowest value up; each joins the first cluster whose lowest item
/// is within `tolerance` of it, or begins a cluster. So clusters are numbered by their values.
///
/// @param functions  [item][…] what each item says at the same inputs
/// @param values     [item]
/// @param scale      divides the sum of absolute differences of two functions
/// @returns the cluster of each item
std::vector<std::size_t> cluster_by_function(const std::vector<std::vector<double>>& functions,
                                             std::span<const double> values, double scale,
                                             double tolerance);

/// Item numbers from the lowest value up; of equal values the first comes first.
std::vector<std::size_t> by_value(std::span<const double> values);

}  // namespace temper
