#pragma once
// What a step of the kernel costs, for plans.

#include "train/experiment.h"

namespace temper {

/// Gradient evaluations that a step takes one replica on rung 0, by counting: the same everywhere.
double evaluations_of_step(Experiment& experiment);

/// Gradient evaluations that this machine makes in a second of CPU time, by the root's clock; the
/// same number on every rank. Collective.
/// @param each  evaluations of a step
double evaluations_per_second(Experiment& experiment, double each, const Communicator& world);

}  // namespace temper
