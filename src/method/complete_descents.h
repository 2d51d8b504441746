#pragma once
// Complete descents from fresh starting points, made cheap: where an early loss doesn't tell the
// valley, only their number counts. Each goes down by L-BFGS until it has settled or gives up.

#include "method/walk.h"

namespace temper {

/// A descent has settled when its last stretch of 20 steps gained less than 0.001 nats; it gives up
/// when that was less than a fifth of what it still is above the lowest state of the whole search.
/// @param walk   of "l-bfgs"
/// @param share  of the search's budget; the descent that it ends in is cut short
/// @returns the lowest of their ends, with its energy
Walker complete_descents(Walk& walk, double share);

}  // namespace temper
