#pragma once
// run.goal: what a run is for; and [optimise], which a search for the lowest minimum reads.

#include <cstdint>

#include "config/config.h"

namespace temper {

enum class Goal { sample, optimise, predict };

struct OptimiseOptions {
  Goal goal = Goal::sample;
  std::uint32_t n_starts = 0;    ///< entrants of a tournament
  double tournament_epochs = 0;  ///< gradients over all the data that one tournament may take
  std::uint64_t feed_every = 0;  ///< sweeps between two tournaments for the hottest rung; 0: none
  double polish_epochs = 0;      ///< gradients over all the data to polish one state

  bool is_feeding_time(std::uint64_t sweep) const {
    return goal == Goal::optimise && feed_every > 0 && sweep > 0 && sweep % feed_every == 0;
  }
};

/// Reads run.goal and [optimise]; for the goal "optimise", supplies what else the user has left
/// open: a cold ladder that stays as it is, and no warm-up. Call it before [run] and [ladder] are
/// read.
OptimiseOptions read_goal(Config& config);

}  // namespace temper
