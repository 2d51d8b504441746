#pragma once
// How hard it is to communicate along the ladder: rejection rates, the barrier, and what they say
// about the number of rungs.

#include <cstddef>
#include <vector>

#include "tempering/swap_phase.h"

namespace temper {

/// Sums of accept_prob by pair of neighbouring rungs, over copies and sweeps. The probabilities
/// are averaged, not the outcomes: the same mean with less variance.
class RejectionRates {
 public:
  explicit RejectionRates(std::size_t n_rungs)
      : rejected_(n_rungs - 1), rejected_by_metropolis_(n_rungs - 1), proposed_(n_rungs - 1) {}

  void add(const std::vector<Swap>& swaps);

  /// Mean rejection probability of each pair [R - 1]; NaN where a pair was never proposed.
  std::vector<double> rates() const;

  /// What Metropolis' test would have rejected: equal rungs by 0, which Barker's rejects by half.
  /// The barrier and the adaptation of the ladder go by it.
  std::vector<double> metropolis_rates() const;

  /// The sums as numbers, for a checkpoint, and back [3 (R - 1)].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  std::vector<double> rejected_;                ///< sum of 1 - accept_prob
  std::vector<double> rejected_by_metropolis_;  ///< sum of 1 - metropolis_prob
  std::vector<double> proposed_;
};

/// Lambda = sum of Metropolis' rejection rates: the global barrier (Syed et al. 2022, section 4.2).
/// Pairs that were never proposed (NaN) count as 0.
double barrier(const std::vector<double>& rejection);

/// Round trips of a ladder per sweep, if energies forget each sweep (Syed et al. 2022,
/// section 3.4). Even-odd replicas go straight on, 1 / (2 + 2 s) with s = sum r/(1 - r); by the
/// toss of a coin they diffuse over the R - 1 pairs, 1 / (2 (R - 1) + 2 s).
double round_trip_rate(const std::vector<double>& rejection, PairSchedule schedule);

/// About 2 Lambda + 1 rungs are good (Syed et al. 2022, section 4.3). At least 2.
std::size_t recommended_rungs(double barrier);

}  // namespace temper
