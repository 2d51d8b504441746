#pragma once
// Complete descents from fresh starting points, made cheap: where an early loss doesn't tell the
// valley, only their number counts. Each goes down until it has settled or gives up.

#include <optional>
#include <vector>

#include "method/walk.h"

namespace temper {

inline constexpr double same_height = 0.01;  ///< nats: ends that lie no further apart are one

/// The lowest ends of descents, lowest first, each of another height.
class LowestEnds {
 public:
  explicit LowestEnds(std::size_t n_kept) : n_kept_(n_kept) {}

  /// A walker that went on takes the place of its former end.
  void add(Walker walker);

  std::vector<Walker>& walkers() { return walkers_; }

 private:
  std::size_t n_kept_;
  std::vector<Walker> walkers_;
};

/// What descents came to.
struct Descents {
  std::vector<double> ends;          ///< objectives of all
  std::optional<Walker> unfinished;  ///< the last of them, where it was cut short
};

/// A descent has settled when its last stretch gained less than 0.001 nats; it gives up when that
/// was less than a fifth of what it still is above the lowest state of the whole search. A stretch
/// is 20 steps, or 5 where each solves for all parameters.
/// @param walk    of "l-bfgs" or "levenberg-marquardt"
/// @param end     progress of the search when no further descent begins; the last is cut short
/// @param lowest  where their ends go, with their energies
/// @param spread  the widest factor that a starting point is multiplied by
Descents complete_descents(Walk& walk, double end, LowestEnds& lowest, double spread = 1);

/// One of them. @param end  progress of the search when no further stretch begins
/// @returns whether it has settled or given up, and wasn't cut short
bool descend(Walk& walk, Walker& walker, double end);

/// Nothing but such descents, and the lowest end brought to its bottom, until the budget is spent.
void restart_descents(Search& search, const Pace& pace, double spread);

}  // namespace temper
