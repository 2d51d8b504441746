#include "statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace temper {

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double rank = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const auto above = std::min(below + 1, values.size() - 1);
  const double rest = rank - static_cast<double>(below);
  if (rest == 0 || values[below] == values[above]) return values[below];  // inf - inf is nothing
  return std::lerp(values[below], values[above], rest);
}

}  // namespace temper
