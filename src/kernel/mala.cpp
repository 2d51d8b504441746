// MALA, a Langevin step with a Metropolis test: a trajectory of hmc with one leapfrog step,
//
//   theta' = theta - step²/2 grad + step xi
//
// which is the usual proposal with h = step², and whose change of |v|²/2 is the ratio of its
// proposal densities. `step` is its noise's standard deviation.
//
// Source: Roberts & Tweedie, "Exponential convergence of Langevin distributions and their discrete
// approximations", Bernoulli 2(4), 1996; as one leapfrog step: Neal, "MCMC using Hamiltonian
// dynamics", 2011, section 5.2. Acceptance near 0.57 is best.

#include "config/section.h"
#include "kernel/trajectory.h"

namespace temper {
namespace {

const bool registered = kernels().add(
    "mala", "Langevin step with a Metropolis test: exact, all of the data for every gradient",
    [](const Section& options) {
      TrajectoryOptions trajectory;
      trajectory.target_accept = 0.574;  // Roberts & Rosenthal, J. R. Stat. Soc. B 60(1), 1998
      trajectory.step = options.number("step", {.fallback = 0.05,
                                                .min = 0,
                                                .above_min = true,
                                                .help = "standard deviation of its noise"});
      trajectory.adapts_metric = read_metric(options);
      return std::make_unique<Trajectory>(options, trajectory, leapfrog(), newtonian());
    });

}  // namespace
}  // namespace temper
