#pragma once
// The constant of a normal density's logarithm.

#include <cmath>
#include <numbers>

namespace temper {

inline const double half_log_2pi = 0.5 * std::log(2 * std::numbers::pi);

}  // namespace temper
