#pragma once
// --draws: how many posterior draws predictions are averaged over.

#include <cstddef>

#include "app/arguments.h"

namespace temper {

Flag draws_flag();

/// What the flag says, 200 without it. Throws UsageError.
std::size_t most_draws(const Arguments& arguments);

}  // namespace temper
