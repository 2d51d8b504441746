#pragma once
// Which states of a run are polished.

#include <vector>

#include "landscape/survey.h"
#include "store/run_folder.h"
#include "train/experiment.h"

namespace temper {

/// The best state of each replica, then draws of all replicas, the last first and spread over the
/// sweeps; `n_states` together. Then the starting points of the first `n_descents` replicas.
std::vector<State> states_of(const RunFolder& folder, const Experiment& experiment,
                             std::size_t n_states, std::size_t n_descents);

}  // namespace temper
