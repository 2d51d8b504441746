#pragma once
// Chi-square distributed sums as standard normal numbers.

#include <cmath>
#include <vector>

namespace temper {

/// By the cube root of Wilson & Hilferty, Proc. Natl. Acad. Sci. 17, 1931: beyond 4.42 in size for
/// about 1 sum in 100,000.
inline double chi_square_score(double sum, double degrees_of_freedom) {
  const double spread = 2 / (9 * degrees_of_freedom);
  return (std::cbrt(sum / degrees_of_freedom) - (1 - spread)) / std::sqrt(spread);
}

/// Of counts that are equally large on average.
inline double uniformity_score(const std::vector<double>& counts) {
  const auto n_bins = static_cast<double>(counts.size());
  double total = 0, sum = 0;
  for (const double count : counts) total += count;
  for (const double count : counts) sum += std::pow(count - total / n_bins, 2) * n_bins / total;
  return chi_square_score(sum, n_bins - 1);
}

}  // namespace temper
