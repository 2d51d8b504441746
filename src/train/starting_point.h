#pragma once
// Where a replica begins: at random by the layers' `init`, or from a network trained elsewhere.

#include <cstdint>
#include <span>

#include "train/experiment.h"

namespace temper {

/// A replica with room for theta and its kernel's state, none of it set.
Replica fresh_replica(const Experiment& experiment);

RngKey start_key(const Experiment& experiment, std::uint32_t replica);

/// Reads the file of `init.from`, if one is named, into `starting_weights`; if it is a run, looks
/// whether its states fit, and takes over the steps to which it has adapted, if this run's kernel
/// is the same and adapts by its energy error. Collective. Throws DataError naming file and tensor
/// (or run) if it doesn't fit the network.
void load_starting_weights(Experiment& experiment, const Communicator& world);

/// From a run, copy c of this one starts from its copy c (modulo their number, then from earlier
/// draws), each rung from the same rung if both have as many, else from rung 0.
/// @param theta  [P] out
void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta);

}  // namespace temper
