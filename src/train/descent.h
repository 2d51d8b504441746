#pragma once
// Where a replica of run.goal = "predict" begins: at the end of a descent of its own.
//
// A function of (seed, replica), so that the number of ranks and interruptions change nothing.
//
// Source: Sommer, Robnik, Nozadze, Seljak & Rügamer, "Microcanonical Langevin ensembles", ICLR
// 2025: AdamW with early stopping, then microcanonical sampling from there, without exchange.

#include "kernel/kernel.h"
#include "train/experiment.h"

namespace temper {

/// Descends by Adam from the replica's theta: for `start_epochs`, or until the score on the
/// validation split, if there is one, has not risen for `patience` of them. The replica is left at
/// the best epoch by that score, or at the last one, and its kernel started.
void start_by_descent(const Experiment& experiment, Move& move);

}  // namespace temper
