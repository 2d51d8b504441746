#include "statistics/convergence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "statistics/effective_size.h"
#include "statistics/normal.h"
#include "statistics/quantile.h"

namespace temper {
namespace {

std::vector<double> flattened(const Copies& values) {
  std::vector<double> flat;
  for (const auto& copy : values) flat.insert(flat.end(), copy.begin(), copy.end());
  return flat;
}

template <class F>
Copies mapped(Copies values, F&& function) {
  for (auto& copy : values) std::transform(copy.begin(), copy.end(), copy.begin(), function);
  return values;
}

/// Distances from the median: R-hat of these sees copies of different widths.
Copies folded(const Copies& values) {
  const double median = quantile(flattened(values), 0.5);
  return mapped(values, [&](double value) { return std::abs(value - median); });
}

double quantile_size(const Copies& values, double share) {
  const double limit = quantile(flattened(values), share);
  return effective_size(
      halves(mapped(values, [&](double value) { return value <= limit ? 1.0 : 0.0; })));
}

bool are_all_the_same(const Copies& values) {
  const auto flat = flattened(values);
  const auto [least, most] = std::minmax_element(flat.begin(), flat.end());
  return *least == *most;
}

/// Mean rank of each value, from 1 on.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    last = first + 1;  // before any comparison: a NaN equals nothing, not even itself
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (auto i = first; i < last; ++i)
      rank[order[i]] = 0.5 * static_cast<double>(first + 1 + last);
  }
  return rank;
}

}  // namespace

Copies rank_normalised(const Copies& values) {
  const auto rank = ranks(flattened(values));
  const auto size = static_cast<double>(rank.size());
  auto next = rank.begin();
  return mapped(values, [&](double) { return normal_quantile((*next++ - 0.375) / (size + 0.25)); });
}

double r_hat(const Copies& values) {
  double within = 0;
  for (const auto& copy : values) within += variance({copy}) / static_cast<double>(values.size());
  const auto n = static_cast<double>(values.front().size());
  return std::sqrt(spread(values).variance / (within * n / (n - 1)));
}

Convergence convergence(const Copies& values) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (are_all_the_same(values)) return {nan, nan, nan};
  const auto split = halves(values);
  const auto normal = rank_normalised(split);
  return {std::max(r_hat(normal), r_hat(rank_normalised(folded(split)))), effective_size(normal),
          std::min(quantile_size(values, 0.05), quantile_size(values, 0.95))};
}

}  // namespace temper
