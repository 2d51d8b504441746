#pragma once
// The Metropolis test, shared by every kernel that has one.

#include "kernel/kernel.h"

namespace temper {

class Section;

/// Refuses (UsageError) T = 0, which has no distribution to sample. @param options  [kernel]
void refuse_zero_temperature(const Section& options, const Target& target);

/// Accepts with probability min(1, exp(log_ratio)); never if that is NaN.
bool accept(double log_ratio, Rng& coin, StepSums& sums);

}  // namespace temper
