#pragma once
// Placing the rungs: in warm-up the ladder moves to where each pair has the same weight, its
// rejection rate or what else `ladder.objective` says.

#include <cstdint>
#include <vector>

#include "tempering/ladder.h"

namespace temper {

/// What moves in warm-up.
enum class Adapts { nothing, steps, ladder };

/// First sweep of each round. If the ladder adapts, warm-up is split into rounds that double in
/// length, so that the last one, half of warm-up, decides; if only step sizes do, it is one round.
/// One more round holds all kept sweeps. If nothing adapts: {0}.
std::vector<std::uint64_t> round_first_sweeps(std::uint64_t n_warmup, Adapts adapts);

/// Temperatures at which each pair would have the same weight, if the cumulated weight, as a
/// function of beta, is what `weight` says. The two ends stay.
///
/// Source: Syed, Bouchard-Côté, Deligiannidis & Doucet, J. R. Stat. Soc. B 84(2), 2022,
/// Algorithm 3; monotone cubic interpolation by Fritsch & Carlson, SIAM J. Numer. Anal. 17(2),
/// 1980.
///
/// @param temperature  [R], strictly rising, above 0
/// @param weight       [R - 1], not negative; NaN (never proposed) leaves the ladder as it is
std::vector<double> equal_weights(const std::vector<double>& temperature,
                                  const std::vector<double>& weight);

}  // namespace temper
