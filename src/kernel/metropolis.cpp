#include "kernel/metropolis.h"

#include <algorithm>
#include <cmath>

#include "base/errors.h"

namespace temper {

Weights weights_to_sample(const Target& target) {
  if (target.temperature == 0)
    throw UsageError(
        "kernel.type: a kernel that samples exactly can't move a replica at "
        "temperature 0; raise ladder.t_min, or take \"sgd\" or \"adam\" to descend");
  return target.weights();
}

bool accept(double log_ratio, Rng& coin, StepSums& sums) {
  const double accept_prob = std::isnan(log_ratio) ? 0 : std::exp(std::min(0.0, log_ratio));
  sums.accept_prob += accept_prob;
  ++sums.n_tests;
  return coin.uniform() < accept_prob;
}

}  // namespace temper
