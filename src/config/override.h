#pragma once
// Puts what the command line sets into the values of the file.

#include <cstdint>

#include "config/config.h"
#include "config/value.h"

namespace temper {

/// @param file    the whole config, a table
/// @param number  of this override, from 1
/// Throws UsageError if the key is no path, or leads through what is no table or list.
void apply_override(Value& file, const Override& override_, std::uint32_t number);

}  // namespace temper
