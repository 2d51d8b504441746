#pragma once
// The evidence by stepping stones: log Z = sum over pairs of rungs of log(Z_k / Z_(k+1)), each
// from the energies of one of its two rungs. With d = beta_k - beta_(k+1),
//
//   forward  (hotter rung)   log(Z_k / Z_(k+1)) =  log mean exp(-d U)
//   reverse  (colder rung)   log(Z_k / Z_(k+1)) = -log mean exp( d U)
//
// Where rungs are too far apart, forward comes out too low and reverse too high, since neither
// sees the states that dominate its mean. Their difference is the oldest test of a ladder.
//
// Source: Xie, Lewis, Fan, Kuo & Chen, "Improving marginal likelihood estimation for Bayesian
// phylogenetic model selection", Syst. Biol. 60(2), 2011, eqs. 9 to 12.

#include "statistics/series_estimate.h"
#include "tempering/rung_energies.h"

namespace temper {

/// log Z at beta.front(), exp(-V) having Z = 1.
SeriesEstimate forward_stepping_stone(const RungEnergies& energies);
SeriesEstimate reverse_stepping_stone(const RungEnergies& energies);

}  // namespace temper
