#pragma once
// Which kind of descent suits the problem is found out on it: complete descents of each kind race
// from fresh starting points at equal cost.

#include <vector>

#include "method/complete_descents.h"

namespace temper {

/// The kind with most ends among the lowest quarter of all; of equals, the one with the lower
/// median. Requires at least one end of each.
/// @param ends  objectives by kind, at equal cost
std::size_t winner_of(const std::vector<std::vector<double>>& ends);

/// @param kinds   each able to descend completely
/// @param share   of the search's budget, for all of them together
/// @param lowest  where their ends go, as walkers of the winner
/// @returns the winner's place among the kinds
std::size_t race(std::vector<Walk>& kinds, double share, LowestEnds& lowest);

}  // namespace temper
