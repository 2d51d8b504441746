#pragma once
// The standard logistic distribution.

#include <cmath>

namespace temper {

/// The share of it below x, 1 / (1 + exp(-x)).
inline double logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace temper
