#pragma once
// Where a replica begins: at random by the layers' `init`, or from a network trained elsewhere.

#include <cstdint>
#include <span>

#include "train/experiment.h"

namespace temper {

RngKey start_key(const Experiment& experiment, std::uint32_t replica);

/// Reads the file of `init.from`, if one is named, into `starting_weights`. Collective. Throws
/// DataError naming file and tensor if it doesn't fit the network.
void load_starting_weights(Experiment& experiment, const Communicator& world);

/// @param theta  [P] out
void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta);

}  // namespace temper
