#pragma once
// Where a replica begins.

#include <cstdint>
#include <span>

#include "app/experiment.h"

namespace temper {

RngKey start_key(const Experiment& experiment, std::uint32_t replica);

/// @param theta  [P] out
void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta);

}  // namespace temper
