#pragma once
// Successive halving: all walk, the better half walks on, until few are left. Each round costs the
// same, so that steps double.
//
// Source: Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter
// optimization", AISTATS 2016, Algorithm 1.

#include <vector>

#include "method/walk.h"

namespace temper {

/// Noise for every second entrant, so that two ways to descend race each other. Its size is that of
/// the problem: P T / 2, the energy that heat adds to P parameters, is `factor` / 2 times what the
/// first round leaves between the best and the median entrant. It halves with every round.
struct Heat {
  double factor = 0;
  double temperature = 0;  ///< out: after the first round, nats
};

/// @param share        of the search's budget, for all rounds together
/// @param n_survivors  at least 1; halving stops there, after their own last round
/// @param heat         nullptr: all descend without noise
/// @returns the survivors, lowest objective first, with their energies
std::vector<Walker> halve(Walk& walk, std::vector<Walker> walkers, std::size_t n_survivors,
                          double share, Heat* heat = nullptr);

/// Lowest objective first; NaN last.
void sort_by_objective(std::vector<Walker>& walkers);

/// Walkers at fresh starting points, at T = 0.
std::vector<Walker> fresh_walkers(Walk& walk, std::size_t n);

}  // namespace temper
