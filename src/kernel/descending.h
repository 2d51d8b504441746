#pragma once
// What kernels share that descend, at T = 0, where there is nothing to sample.

#include "kernel/kernel.h"

namespace temper {

class Section;

/// Refuses (UsageError) every other temperature. @param options  [kernel]
void refuse_nonzero_temperature(const Section& options, const Target& target);

/// U and V in the sum whose slope a step on the rung follows, nats.
inline double objective(const Target& target, const Energy& energy) {
  const auto weights = target.drift_weights();
  return weights.U * energy.U + weights.V * energy.V;
}

}  // namespace temper
