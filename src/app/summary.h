#pragma once
// The answer at the end of a run, in a table and in words.

#include <functional>
#include <string>

#include "diagnosis/diagnosis.h"
#include "train/stopwatch.h"
#include "train/training.h"

namespace temper {

/// What the run is worth as it is stored, which is also kept in it: found out when first asked.
/// Without contents beside the root. Collective.
using Judge = std::function<const Diagnosis&()>;

/// Judges the run as it is stored, and keeps the judgement in it; without contents beside the root.
/// Collective.
Diagnosis judge_run(const Experiment& experiment, const std::string& folder,
                    const Communicator& world);

/// Collective: the best state is sought over all ranks.
std::string summary_text(Training& training, Experiment& experiment, const Stopwatch& watch,
                         const Judge& judge, const std::string& folder, const Communicator& world);

}  // namespace temper
