#pragma once
// run.goal = "optimise": what a run does beside tempering to end in the lowest minimum. Every
// replica starts as the winner of its own tournament of restarts, unless `init.from` says where;
// now and then the winner of a new one takes the place of the replica on the hottest rung; and in
// the last sweep L-BFGS polishes the best state of every replica.
//
// All of it is a function of (seed, replica, sweep), so that the number of ranks and interruptions
// change nothing.

#include <cstdint>

#include "kernel/kernel.h"
#include "train/experiment.h"

namespace temper {

/// Makes the move's replica the winner of a tournament, and starts its kernel.
void start_by_tournament(const Experiment& experiment, Move& move, std::uint64_t sweep);

/// Descends from the replica's best state; what is lower becomes its best.
void polish_best(const Experiment& experiment, Replica& replica, std::uint64_t sweep);

}  // namespace temper
