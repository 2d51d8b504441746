#pragma once
// rungs = "auto": a short run on a coarse ladder says how many rungs the real one needs.

#include <cstddef>

#include "train/experiment.h"

namespace temper {

/// Runs the experiment's ladder, which is the pilot's, in one copy and keeps nothing. Every rank
/// runs all of it by itself and finds the same number.
std::size_t rungs_by_pilot(Experiment& experiment);

}  // namespace temper
