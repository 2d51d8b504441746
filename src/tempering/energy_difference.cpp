#include "tempering/energy_difference.h"

#include <algorithm>

namespace temper {

void DifferenceEstimate::add(std::span<const double> colder, std::span<const double> hotter) {
  for (std::size_t i = 0; i < colder.size(); ++i) {
    const double difference = colder[i] - hotter[i];
    power_sum_[0] += difference;
    power_sum_[1] += difference * difference;
    power_sum_[2] += difference * difference * difference;
  }
  n_ += colder.size();
}

EnergyDifference DifferenceEstimate::estimate(std::size_t n_points) const {
  const auto n = static_cast<double>(n_), N = static_cast<double>(n_points);
  const double mean = power_sum_[0] / n, square = power_sum_[1] / n, cube = power_sum_[2] / n;
  const double k2 = n / (n - 1) * std::max(0.0, square - mean * mean);
  const double k3 =
      n * n / ((n - 1) * (n - 2)) * (cube - 3 * mean * square + 2 * mean * mean * mean);

  const double left_out = 1 - n / N;
  const double variance = N * N * left_out * k2 / n;
  const double third_cumulant = N * N * N * left_out * (1 - 2 * n / N) * k3 / (n * n);
  const double covariance = N * N * N * left_out * left_out * k3 / (n * n);
  return {.mean = N * mean + exact_part_,
          .variance = variance,
          .variance_of_variance = 2 * left_out * variance * variance / (n + 1),
          .third_cumulant = third_cumulant,
          .covariance = covariance,
          .n_examples = n_};
}

}  // namespace temper
