#pragma once
// Keys and tables that were given but that nobody has read.

#include "config/node.h"

namespace temper {

/// Throws UsageError for the first by place, with the known names and the nearest of them.
void refuse_first_unknown(const ConfigNode& root);

}  // namespace temper
