#pragma once
// The budget of a plan, in gradient evaluations.

#include "train/experiment.h"

namespace temper {

/// What run.budget allows; without one, what takes about two minutes of one core that makes 2 10^10
/// multiplications a second. Seconds become evaluations by the speed of this machine on these
/// ranks. Collective.
double evaluations_allowed(Experiment& experiment, const Communicator& world);

/// CPU seconds of such a core for so many gradient evaluations: a model, not a measurement, so that
/// a plan reads the same on any machine; off by up to two.
double nominal_seconds(const Experiment& experiment, double evaluations);

}  // namespace temper
