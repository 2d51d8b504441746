#pragma once
// The answer at the end of a run, in a table and in words.

#include <string>

#include "train/stopwatch.h"
#include "train/training.h"

namespace temper {

/// Collective: the best state is sought over all ranks.
std::string summary_text(Training& training, Experiment& experiment, const Stopwatch& watch,
                         const std::string& folder, const Communicator& world);

}  // namespace temper
