#pragma once
// The equal mixture of normal distributions: what several thetas predict of one target.

#include <span>

namespace temper {

struct Normal {
  double mean = 0, sd = 1;
};

Normal moments_of(std::span<const Normal> members);

/// Below it lies the share p of the mixture, 0 < p < 1.
double quantile_of(std::span<const Normal> members, double p);

}  // namespace temper
