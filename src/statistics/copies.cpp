#include "statistics/copies.h"

#include <numeric>

namespace temper {

std::size_t n_values(const Copies& values) { return values.size() * values.front().size(); }

double mean(const Copies& values) {
  double sum = 0;
  for (const auto& copy : values) sum = std::accumulate(copy.begin(), copy.end(), sum);
  return sum / static_cast<double>(n_values(values));
}

double variance(const Copies& values) {
  const double centre = mean(values);
  double sum = 0;
  for (const auto& copy : values)
    for (const double value : copy) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(n_values(values));
}

Copies halves(const Copies& values) {
  const auto half = static_cast<std::ptrdiff_t>(values.front().size() / 2);
  Copies split;
  for (const auto& copy : values) {
    split.emplace_back(copy.begin(), copy.begin() + half);
    split.emplace_back(copy.end() - half, copy.end());
  }
  return split;
}

}  // namespace temper
