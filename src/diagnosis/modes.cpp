#include "diagnosis/modes.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double least_distance = 6;  ///< of the heaps' means, in standard deviations within

/// Sums over the values below the border and above it.
struct Heap {
  double n = 0, sum = 0, squares = 0;
  double mean() const { return sum / n; }
  double within() const { return squares - sum * sum / n; }  ///< n times the variance
  void add(double value, double sign) {
    n += sign;
    sum += sign * value;
    squares += sign * value * value;
  }
};

}  // namespace

std::vector<double> upper_mode_share(const Copies& values) {
  std::vector<double> sorted;
  for (const auto& copy : values) sorted.insert(sorted.end(), copy.begin(), copy.end());
  if (sorted.size() < 4) return {};
  std::sort(sorted.begin(), sorted.end());
  const double middle = sorted[sorted.size() / 2];
  Heap lower, upper;
  for (const double value : sorted) upper.add(value - middle, 1);
  double border = 0, least_within = upper.within(), distance = 0;
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    lower.add(sorted[i] - middle, 1);
    upper.add(sorted[i] - middle, -1);
    const double within = lower.within() + upper.within();
    if (within >= least_within || sorted[i] == sorted[i + 1]) continue;
    least_within = within;
    border = 0.5 * (sorted[i] + sorted[i + 1]);
    distance = upper.mean() - lower.mean();
  }
  const double sd = std::sqrt(std::max(0.0, least_within) / static_cast<double>(sorted.size()));
  if (!(distance > least_distance * sd)) return {};
  std::vector<double> share;
  for (const auto& copy : values)
    share.push_back(static_cast<double>(std::count_if(copy.begin(), copy.end(),
                                                      [&](double x) { return x > border; })) /
                    static_cast<double>(copy.size()));
  return share;
}

}  // namespace temper
