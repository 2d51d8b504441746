#include "kernel/metropolis.h"

#include <algorithm>
#include <cmath>

#include "config/section.h"

namespace temper {

void refuse_zero_temperature(const Section& options, const Target& target) {
  if (target.temperature == 0)
    options.refuse("type",
                   "can't move a replica at temperature 0, where there is nothing to sample; a "
                   "higher ladder.t_min, or \"sgd\" or \"adam\" to descend");
}

bool accept(double log_ratio, Rng& coin, StepSums& sums) {
  const double accept_prob = std::isnan(log_ratio) ? 0 : std::exp(std::min(0.0, log_ratio));
  sums.accept_prob += accept_prob;
  ++sums.n_tests;
  return coin.uniform() < accept_prob;
}

}  // namespace temper
