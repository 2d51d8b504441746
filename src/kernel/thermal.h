#pragma once
// How a momentum's size depends on the rung: its stationary sd is proportional to
// sqrt(step_size T), so an accepted swap multiplies it by the ratio of those.

#include <span>

#include "kernel/kernel.h"

namespace temper {

/// sqrt(step_size T), or 1 at T = inf, where nothing moves the momentum: it waits there in units
/// that suit any rung.
double thermal_scale(const Move& move);

/// Multiplies `momentum` by thermal_scale(to) / thermal_scale(from): a momentum distributed as
/// the old rung wants becomes one distributed as the new rung wants. At T = 0 on the old rung
/// there is no such distribution, and the momentum, a sum of drifts, scales as step_size does.
void rescale_momentum(const Move& from, const Move& to, std::span<float> momentum);

}  // namespace temper
