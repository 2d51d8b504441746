#pragma once
// An experiment as methods search it.

#include "method/search.h"
#include "train/experiment.h"

namespace temper {

/// The potential, and how [kernel] would descend there.
Problem problem_of(const Experiment& experiment);

}  // namespace temper
