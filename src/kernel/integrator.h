#pragma once
// How a step of a trajectory is cut into kicks, which change the velocity, and drifts, which
// change theta: kick drift (evaluate) kick drift (evaluate) … kick, symmetric in time.

#include <vector>

namespace temper {

class Section;

struct Integrator {
  std::vector<double> kicks;   ///< shares of the step; one more than drifts; they sum to one
  std::vector<double> drifts;  ///< shares of the step, each with one gradient; they sum to one
};

/// Second order, one gradient a step.
Integrator leapfrog();

/// Second order with the least error, two gradients a step: McLachlan, "On the numerical
/// integration of ordinary differential equations by symmetric composition methods", SIAM J.
/// Sci. Comput. 16(1), 1995.
Integrator minimal_norm();

/// Reads `integrator`.
Integrator read_integrator(const Section& options, const char* fallback);

}  // namespace temper
