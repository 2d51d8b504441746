#pragma once
// The budget of a plan, in gradient evaluations.

#include "train/experiment.h"

namespace temper {

struct Allowance {
  double evaluations = 0;

  /// Evaluations a CPU second: measured where the budget is a time, else those of a model, so that
  /// a plan reads the same on any machine, off by up to two, and more with small minibatches.
  double speed = 1;
};

/// What run.budget allows; without one, what takes about two minutes of one core that makes 2 10^10
/// multiplications a second. Seconds, less those that are already spent, become evaluations by the
/// speed of this machine on these ranks. Collective.
/// @param step_cost  evaluations_of_step
Allowance allowance_of(Experiment& experiment, double step_cost, const Communicator& world);

/// At least as much as that, without a look at the machine.
double allowance_at_most(const Experiment& experiment, const Communicator& world);

}  // namespace temper
