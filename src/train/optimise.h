#pragma once
// run.goal = "optimise": what a run does beside tempering to end in the lowest minimum. Every
// replica starts as the winner of its own tournament of restarts, unless `init.from` says where;
// now and then the winner of a new one takes the place of the replica on the hottest rung; and in
// the last sweep L-BFGS polishes the best state of every replica.
//
// All of it is a function of (seed, replica, sweep), so that the number of ranks and interruptions
// change nothing.

#include <cstdint>

#include "config/config.h"
#include "kernel/kernel.h"

namespace temper {

struct Experiment;

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

/// Makes the move's replica the winner of a tournament, and starts its kernel.
void start_by_tournament(const Experiment& experiment, Move& move, std::uint64_t sweep);

/// Descends from the replica's best state; what is lower becomes its best.
void polish_best(const Experiment& experiment, Replica& replica, std::uint64_t sweep);

}  // namespace temper
