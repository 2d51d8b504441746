#pragma once
// Quantiles of a sample.

#include <vector>

namespace temper {

/// By linear interpolation between the sorted values, of which there must be one at least; two
/// equal infinite neighbours are that. @param share in [0, 1]; 0.5: the median
double quantile(std::vector<double> values, double share);

}  // namespace temper
