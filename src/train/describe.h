#pragma once
// An experiment as the store describes a run: the shape of its files, and what it says of itself.

#include "store/run_description.h"
#include "train/experiment.h"

namespace temper {

RunDescription describe(const Experiment& experiment);

/// What one replica takes in memory, beside the scratch that a rank's replicas share: float32 for
/// theta, the best theta and each vector of the kernel's state.
std::uint64_t replica_bytes(const RunDescription& description);

}  // namespace temper
