#pragma once
// How many rungs a ladder needs, from a few temperatures between the same ends.

#include <cstddef>
#include <vector>

namespace temper {

/// Mean and variance of the energy that the ladder tempers, at one temperature.
struct EnergyMoments {
  double beta = 1;
  double mean = 0;      ///< nats
  double variance = 0;  ///< nats²
};

/// A rejection rate above which a pair says little about how much harder it could be.
inline constexpr double hardly_exchanges = 0.8;

/// The barrier between the first and the last temperature. A pair that exchanges tells its part
/// by its rejection rate. For one that hardly does, the local barrier lambda(beta) = E|E - E'| / 2
/// is taken as that of a Gaussian, sd / sqrt(pi) (Syed et al. 2022, eq. 17; formula 13 in terms of
/// k_eff = 2 beta² Var E), with Var E not less than the fall of the mean asks for: -d mean/d beta.
///
/// @param moments    at least 2, by falling beta
/// @param rejection  by Metropolis' test, of each pair of neighbours; NaN: never proposed
double predicted_barrier(const std::vector<EnergyMoments>& moments,
                         const std::vector<double>& rejection);

}  // namespace temper
