#pragma once
// How stiff the prior is: the largest curvature of V, from draws.

#include "potential/potential.h"

namespace temper {

/// One over the least variance of a block of parameters; the same at every call.
double prior_stiffness(const Potential& potential);

}  // namespace temper
