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

/// What a pilot has seen.
struct PilotFindings {
  std::vector<EnergyMoments> moments;  ///< by rung, of the energy that the ladder tempers
  std::vector<double> rejection;       ///< by pair, of Metropolis' test

  /// How much of its energy a replica remembers after a sweep: the median over the rungs of the
  /// correlation of U before and after; in [-1, 1].
  double memory = 0;

  double barrier() const { return predicted_barrier(moments, rejection); }
};

/// Runs the experiment's ladder in one copy, and puts its options back. Collective; every rank
/// finds the same numbers, which are the same on any number of ranks.
PilotFindings run_pilot(Experiment& experiment, const PilotOptions& options,
                        const Communicator& world);

}  // namespace temper
