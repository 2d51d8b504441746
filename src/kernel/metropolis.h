#pragma once
// The Metropolis test, shared by every kernel that has one.

#include "kernel/kernel.h"

namespace temper {

class Section;

/// Where the words of a step's coins begin: above those of any velocity or proposal.
inline constexpr std::uint32_t coin_block = 0xf0000000U;

/// Refuses (UsageError) T = 0, which has no distribution to sample. @param options  [kernel]
void refuse_zero_temperature(const Section& options, const Target& target);

/// Accepts with probability min(1, exp(log_ratio)); never if that is NaN.
bool accept(double log_ratio, Rng& coin, StepSums& sums);

}  // namespace temper
