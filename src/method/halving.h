#pragma once
// Successive halving: all walk, the better half walks on, until few are left. Each round costs the
// same, so that steps double.
//
// Source: Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter
// optimization", AISTATS 2016, Algorithm 1.

#include <vector>

#include "method/walk.h"

namespace temper {

/// @param share        of the search's budget, for all rounds together
/// @param n_survivors  at least 1; halving stops there, after their own last round
/// @returns the survivors, lowest objective first, with their energies
std::vector<Walker> halve(Walk& walk, std::vector<Walker> walkers, std::size_t n_survivors,
                          double share);

/// Lowest objective first; NaN last.
void sort_by_objective(std::vector<Walker>& walkers);

/// Walkers at fresh starting points, at T = 0.
std::vector<Walker> fresh_walkers(Walk& walk, std::size_t n);

}  // namespace temper
