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
/// is taken as that of a Gaussian, sd / sqrt(pi) (Syed et al. 2022, eq. 17; docs/methods.md, 13, in
/// terms of k_eff = 2 beta² Var E), with Var E not less than the fall of the mean asks for: -d
/// mean/d beta.
///
/// @param moments    at least 2, by falling beta
/// @param rejection  by Metropolis' test, of each pair of neighbours; NaN: never proposed
double predicted_barrier(const std::vector<EnergyMoments>& moments,
                         const std::vector<double>& rejection);

/// The beta down to which the barrier from the first temperature on is `barrier`; that of the last
/// temperature if it is further. Between two temperatures the barrier is taken to rise evenly.
double beta_at_barrier(const std::vector<EnergyMoments>& moments,
                       const std::vector<double>& rejection, double barrier);

/// How many times as long a round trip takes as if energies forgot in a sweep: the mean over the
/// rungs of (1 + m) / (1 - m), the sweeps between independent energies of which each remembers the
/// share m of the one before. At least 1; NOTES.md has what it is worth.
///
/// @param memory  correlation of a replica's energy before and after a sweep, by rung
double slowness_of(const std::vector<double>& memory);

/// The most that the barrier down to the prior can be for a model of P parameters and N examples
/// whose energy falls by `fall` nats from the prior on: sqrt(k / 2 pi) (ln(2 fall / k) + 1) for
/// k = min(P, N) quadratic directions (docs/methods.md, 13) down to where they are as wide as the
/// prior.
double most_barrier(double n_parameters, double n_points, double fall);

}  // namespace temper
