#include "landscape/clusters.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace temper {
namespace {

double distance(std::span<const double> a, std::span<const double> b, double scale) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / scale;
}

}  // namespace

std::vector<std::size_t> by_value(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

std::vector<std::size_t> cluster_by_function(const std::vector<std::vector<double>>& functions,
                                             std::span<const double> values, double scale,
                                             double tolerance) {
  std::vector<std::size_t> cluster_of(functions.size()), lowest;
  for (const std::size_t item : by_value(values)) {
    const auto found = std::find_if(lowest.begin(), lowest.end(), [&](std::size_t other) {
      return distance(functions[item], functions[other], scale) <= tolerance;
    });
    cluster_of[item] = static_cast<std::size_t>(found - lowest.begin());
    if (found == lowest.end()) lowest.push_back(item);
  }
  return cluster_of;
}

}  // namespace temper
