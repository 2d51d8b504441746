// Hamiltonian Monte Carlo: a fresh velocity v ~ N(0, I), `leapfrog` steps
//
//   v <- v - step/2 grad,   theta <- theta + step v,   v <- v - step/2 grad
//
// of the gradient of w.U U + w.V V over all the data, and a Metropolis test of the change of
// w.U U + w.V V + |v|²/2. The step is jittered anew for each trajectory, so that none is
// resonant with a period of the target.
//
// Source: Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo, 2011,
// sections 3.2 and 4.2 (random step sizes). Acceptance near 0.65 to 0.8 is best.

#include "config/section.h"
#include "kernel/trajectory.h"

namespace temper {
namespace {

const bool registered = kernels().add(
    "hmc", "Hamiltonian Monte Carlo: long moves, exact, all of the data for every gradient",
    [](const Section& options) {
      TrajectoryOptions trajectory;
      trajectory.step = options.number("step", {.fallback = 0.05,
                                                .min = 0,
                                                .above_min = true,
                                                .help = "of the integrator, at every rung"});
      trajectory.length = options.count(
          "leapfrog", {.fallback = 10, .min = 1, .help = "steps between two Metropolis tests"});
      trajectory.jitter = read_jitter(options);
      trajectory.adapts_metric = read_metric(options);
      return std::make_unique<Trajectory>(options, trajectory, leapfrog(), newtonian());
    });

}  // namespace
}  // namespace temper
