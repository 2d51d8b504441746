#pragma once
// Looks at the landscape of a run, with the work spread over ranks.

#include "app/landscape_options.h"
#include "comm/communicator.h"
#include "landscape/survey.h"
#include "store/run_folder.h"
#include "train/experiment.h"

namespace temper {

/// Collective; the same on every rank and on any number of ranks. Throws UsageError if the run has
/// no state yet.
Survey survey_run(const RunFolder& folder, Experiment& experiment, const LandscapeOptions& options,
                  bool is_quiet, const Communicator& world);

}  // namespace temper
