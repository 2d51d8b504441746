#pragma once
// How many seeds each problem gets: as many as were asked for, or with `seeds = "auto"` 6, 12, 24,
// … until its closing sentence can be said.

#include <vector>

#include "comparison/score.h"

namespace temper {

/// Whether more seeds would change nothing that matters: of every ranked method the mean paired
/// lead of the first, in its 99 % interval, is above zero or within 1 % of the lowest objective. 99
/// %, since up to five looks at 95 % would err in one of five.
bool is_settled(const ProblemScore& score);

/// The next number for each problem that isn't settled with its own; equal where nothing is to be
/// added. A function of finished searches alone. Requires that all of these seeds are done.
std::vector<std::size_t> next_seeds(const ComparePlan& plan, const CompareStore& store,
                                    std::vector<std::size_t> seeds);

}  // namespace temper
