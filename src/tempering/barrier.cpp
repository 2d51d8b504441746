#include "tempering/barrier.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

std::vector<double> ratio(std::vector<double> sum, const std::vector<double>& n) {
  std::transform(sum.begin(), sum.end(), n.begin(), sum.begin(), std::divides<>());
  return sum;
}

}  // namespace

void RejectionRates::add(const std::vector<Swap>& swaps) {
  for (const auto& swap : swaps) {
    rejected_[swap.colder_rung] += 1 - swap.accept_prob;
    rejected_by_metropolis_[swap.colder_rung] += 1 - swap.metropolis_prob;
    proposed_[swap.colder_rung] += 1;
  }
}

std::vector<double> RejectionRates::rates() const { return ratio(rejected_, proposed_); }

std::vector<double> RejectionRates::metropolis_rates() const {
  return ratio(rejected_by_metropolis_, proposed_);
}

std::vector<double> RejectionRates::save() const {
  std::vector<double> saved;
  for (const auto* sums : {&rejected_, &rejected_by_metropolis_, &proposed_})
    saved.insert(saved.end(), sums->begin(), sums->end());
  return saved;
}

void RejectionRates::restore(const std::vector<double>& saved) {
  auto from = saved.begin();
  for (auto* sums : {&rejected_, &rejected_by_metropolis_, &proposed_}) {
    const auto to = from + static_cast<std::ptrdiff_t>(sums->size());
    sums->assign(from, to);
    from = to;
  }
}

double barrier(const std::vector<double>& rejection) {
  double sum = 0;
  for (const double r : rejection)
    if (!std::isnan(r)) sum += r;
  return sum;
}

double round_trip_rate(const std::vector<double>& rejection, PairSchedule schedule) {
  if (schedule == PairSchedule::none) return 0;
  double inefficiency = 0;
  for (const double r : rejection)
    if (!std::isnan(r)) inefficiency += r / (1 - r);
  const bool is_reversible = schedule == PairSchedule::stochastic_even_odd;
  const double way = is_reversible ? static_cast<double>(rejection.size()) : 1;
  return 1 / (2 * way + 2 * inefficiency);
}

std::size_t recommended_rungs(double barrier) {
  return std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(2 * barrier + 1)));
}

}  // namespace temper
