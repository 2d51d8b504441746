#include "tempering/barrier.h"

#include <algorithm>
#include <cmath>

namespace temper {

void RejectionRates::add(const std::vector<Swap>& swaps) {
  for (const auto& swap : swaps) {
    rejected_[swap.lower_rung] += 1 - swap.accept_prob;
    proposed_[swap.lower_rung] += 1;
  }
}

std::vector<double> RejectionRates::rates() const {
  std::vector<double> rates(rejected_.size());
  std::transform(rejected_.begin(), rejected_.end(), proposed_.begin(), rates.begin(),
                 std::divides<>());
  return rates;
}

std::vector<double> RejectionRates::save() const {
  auto saved = rejected_;
  saved.insert(saved.end(), proposed_.begin(), proposed_.end());
  return saved;
}

void RejectionRates::restore(const std::vector<double>& saved) {
  const auto middle = saved.begin() + static_cast<std::ptrdiff_t>(rejected_.size());
  rejected_.assign(saved.begin(), middle);
  proposed_.assign(middle, saved.end());
}

double barrier(const std::vector<double>& rejection) {
  double sum = 0;
  for (const double r : rejection)
    if (!std::isnan(r)) sum += r;
  return sum;
}

double round_trip_rate(const std::vector<double>& rejection) {
  double inefficiency = 0;
  for (const double r : rejection)
    if (!std::isnan(r)) inefficiency += r / (1 - r);
  return 1 / (2 + 2 * inefficiency);
}

std::size_t recommended_rungs(double barrier) {
  return std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(2 * barrier + 1)));
}

}  // namespace temper
