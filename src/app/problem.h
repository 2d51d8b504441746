#pragma once
// An experiment as methods search it.

#include "app/experiment.h"
#include "method/search.h"

namespace temper {

/// The potential, and how [kernel] would descend there.
Problem problem_of(const Experiment& experiment);

}  // namespace temper
