#pragma once
// What the swap tests of a run cost and how exact they were, in words.

#include <string>

#include "tempering/swap_tally.h"
#include "train/experiment.h"
#include "train/stopwatch.h"

namespace temper {

/// True if the noise of minibatches alone keeps rungs from exchanging.
bool noise_rejects(const SwapTally& tally);

/// Examples looked at and the remaining bias of a test on minibatches; and, if proposals took more
/// than a fifth of the session's time, what would cost less. "" if there is nothing to say.
/// @param watch  of this session
std::string swap_report(const Experiment& experiment, const SwapTally& tally,
                        const Stopwatch& watch);

}  // namespace temper
