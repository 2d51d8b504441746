#pragma once
// A short run on a coarse ladder, of which only what a plan needs is kept.

#include <cstdint>
#include <vector>

#include "tempering/pilot.h"
#include "train/experiment.h"

namespace temper {

struct PilotOptions {
  std::uint64_t n_sweeps = 100;  ///< half of them warm-up
  std::uint32_t steps = 1;       ///< in a sweep
};

/// How much hotter than its T a rung is in the directions in which the data act, in units of T.
struct ExcessHeat {
  double excess = 0;
  double error = 0;  ///< standard error

  double surely() const { return excess - 3 * error; }  ///< at least
};

/// What a pilot has seen.
struct PilotFindings {
  std::vector<EnergyMoments> moments;  ///< by rung, of the energy that the ladder tempers
  std::vector<double> rejection;       ///< by pair, of Metropolis' test

  /// How much of its energy a replica remembers after a sweep: correlation of U before and after,
  /// by rung without the prior's, in [-1, 1].
  std::vector<double> memory;

  ExcessHeat heat;  ///< of the rung that is surest to be too hot; none: nothing was read

  double barrier() const { return predicted_barrier(moments, rejection); }
  double slowness() const { return slowness_of(memory); }
  double usual_memory() const;  ///< the median over the rungs; 0 without any

  /// What memories would be with so many times the steps.
  void raise_steps(double factor);

  /// What would be seen with steps of `scale` times their size, and `factor` times as many.
  void shorten_steps(double scale, double factor);
};

/// Runs the experiment's ladder in one copy, and puts its options back. Collective; every rank
/// finds the same numbers, which are the same on any number of ranks.
PilotFindings run_pilot(Experiment& experiment, const PilotOptions& options,
                        const Communicator& world);

}  // namespace temper
