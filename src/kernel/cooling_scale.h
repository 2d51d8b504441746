#pragma once
// What a kernel that takes the noise of minibatches off its own would need where theirs alone is
// too much.

#include "kernel/kernel.h"

namespace temper {

/// The part of its step size, or of one over its batch, at which minibatches alone would heat the
/// replica's rung by a hundredth of T; 1 if they do less already, NaN where the kernel doesn't
/// know (Thermal::excess_temperature). To within a hundredth of itself, and rather too small.
double cooling_scale(const Kernel& kernel, const Move& move);

}  // namespace temper
