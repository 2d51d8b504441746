// MAMS, Metropolis-adjusted microcanonical sampling: trajectories of constant speed that the
// gradient of w.U U + w.V V turns (dynamics.h), a fresh direction for each, and a Metropolis test
// of the change of w.U U + w.V V plus what the turns add. Nothing depends on a temperature, so
// nothing needs rescaling after a swap.
//
// Source: Robnik, Cohn-Gordon & Seljak, "Metropolis adjusted microcanonical Hamiltonian Monte
// Carlo", arXiv 2503.01707, 2025: section 4 for the test, section 5.1 for `jitter`. Acceptance
// near 0.9 is best.

#include "config/section.h"
#include "kernel/trajectory.h"

namespace temper {
namespace {

const bool registered = kernels().add(
    "mams", "microcanonical trajectories with a Metropolis test: exact, all of the data",
    [](const Section& options) {
      TrajectoryOptions trajectory;
      trajectory.target_accept = 0.9;
      trajectory.step = options.number(
          "step",
          {.fallback = 0.05, .min = 0, .above_min = true, .help = "of a parameter, in a step"});
      trajectory.length = options.count(
          "length", {.fallback = 10, .min = 1, .help = "steps between two Metropolis tests"});
      trajectory.jitter = read_jitter(options);
      trajectory.adapts_metric = read_metric(options);
      return std::make_unique<Trajectory>(
          options, trajectory, read_integrator(options, "minimal-norm"), microcanonical());
    });

}  // namespace
}  // namespace temper
