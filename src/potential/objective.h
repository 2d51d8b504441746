#pragma once
// The objective: U + V over all the data, less the constant of the prior. It is what every command
// prints, since it is the summed loss and the weight decay as optimisers know them.

#include <cmath>

#include "base/floats.h"
#include "potential/potential.h"

namespace temper {

/// What a table or a sentence calls it; its unit is the nat.
inline constexpr const char* objective_name = "U + V less the prior's constant";

/// V at theta = 0 [nats]; 0 for a prior without a finite density there.
inline double prior_constant(Potential& potential) {
  const double constant = potential.prior_energy(Floats(potential.dim()));
  return std::isfinite(constant) ? constant : 0;
}

}  // namespace temper
