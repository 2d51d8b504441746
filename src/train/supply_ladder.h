#pragma once
// Defaults for a ladder that the config leaves open.

#include <vector>

#include "config/config.h"

namespace temper {

/// True if [ladder] lists its rungs, by temperature or by noise level.
bool lists_rungs(const Section& ladder);

/// Supplies what the config leaves open. Of [ladder] a list of rungs leaves only `adapt` and
/// `tempering` open.
void supply_ladder(Config& config, const std::vector<Override>& defaults);

}  // namespace temper
