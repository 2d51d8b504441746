#pragma once
// Which kind of descent suits the problem is found out on it: complete descents of each kind race
// from fresh starting points at equal cost.

#include <optional>
#include <vector>

#include "method/complete_descents.h"

namespace temper {

/// The kind whose median is below every end of the others; else the one with most ends among the
/// lowest quarter of all, and of equals the one with the lower median. Requires two kinds or
/// more, and an end of each.
/// @param ends  objectives by kind, at equal cost
std::size_t winner_of(const std::vector<std::vector<double>>& ends);

struct Winner {
  std::size_t kind;                  ///< its place among the kinds
  std::optional<Walker> unfinished;  ///< its last descent, where the race's end cut it short
};

/// A descent that its kind's part cuts short, below half of the others' ends, goes on for as much
/// as all parts: where one descent takes longer than a part, only its end tells.
/// @param kinds   two or more, each able to descend completely
/// @param share   of the search's budget, for all of them together
/// @param lowest  where their ends go, as walkers of the winner
Winner race(std::vector<Walk>& kinds, double share, LowestEnds& lowest);

}  // namespace temper
