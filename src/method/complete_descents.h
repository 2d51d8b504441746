#pragma once
// Complete descents from fresh starting points, made cheap: where an early loss doesn't tell the
// valley, only their number counts. Each goes down until it has settled or gives up.

#include "method/walk.h"

namespace temper {

struct CompleteDescents {
  double spread = 1;       ///< the widest factor that a starting point is multiplied by
  std::size_t n_kept = 1;  ///< ends
};

/// A descent has settled when its last stretch gained less than 0.001 nats; it gives up when that
/// was less than a fifth of what it still is above the lowest state of the whole search. A stretch
/// is 20 steps, or 5 where each solves for all parameters.
/// @param walk   of "l-bfgs" or "levenberg-marquardt"
/// @param share  of the search's budget; the descent that it ends in is cut short
/// @returns the lowest of their ends, lowest first, each of another height, with their energies
std::vector<Walker> complete_descents(Walk& walk, double share,
                                      const CompleteDescents& options = {});

/// One of them. @param end  progress of the search when no further stretch begins
void descend(Walk& walk, Walker& walker, double end);

/// Nothing but such descents, and the lowest end brought to its bottom, until the budget is spent.
void restart_descents(Search& search, const Pace& pace, double spread);

}  // namespace temper
