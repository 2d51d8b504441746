#pragma once
// How a momentum's size depends on the rung: its stationary sd is proportional to
// sqrt(step_size T), so an accepted swap multiplies it by the ratio of those.

#include <span>

#include "kernel/kernel.h"
#include "kernel/langevin.h"

namespace temper {

/// Refuses (UsageError) T = inf, where the drift of Langevin kernels is infinite.
/// @param options  [kernel]
void refuse_infinite_temperature(const Section& options, const Target& target);

/// sqrt(step_size T), or 1 at T = inf, where nothing moves the momentum: it waits there in units
/// that suit any rung.
double thermal_scale(const Move& move);

/// Draws `momentum` from its stationary distribution under `langevin` on the rung of `move`:
/// variance 2 step_size T / (N (1 + momentum)).
void start_momentum(const Langevin& langevin, const Move& move, const RngKey& key,
                    std::span<float> momentum);

/// Multiplies `momentum` by thermal_scale(to) / thermal_scale(from): a momentum distributed as
/// the old rung wants becomes one distributed as the new rung wants. At T = 0 on the old rung
/// there is no such distribution, and the momentum, a sum of drifts, scales as step_size does.
void rescale_momentum(const Move& from, const Move& to, std::span<float> momentum);

/// (theta - c) . drift / P, whose mean over the rung's distribution is T for any fixed c
/// (integrate by parts), and also with the gradient of a minibatch that is drawn without
/// looking at theta: with replacement. In an epoch the examples to come are those that have not
/// moved theta yet, so the two depend on each other, and this reads too hot.
///
/// c is the replica's best state: with c far from theta, at zero say, c . drift is nothing but
/// noise. A best state found a moment ago isn't fixed, but few are, after warm-up.
///
/// @param drift  [P] grad(U + T V) under likelihood tempering, grad(U + V) under posterior
/// tempering
/// An update with momentum has it for less: MomentumSums::virial / P.
double configurational_temperature(const Replica& replica, std::span<const float> drift);

}  // namespace temper
