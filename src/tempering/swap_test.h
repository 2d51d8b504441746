#pragma once
// Whether two neighbouring rungs exchange their replicas: a swap test gives the probability, from
// all of the data or from as many examples as it asks for.

#include <cstddef>
#include <optional>

#include "base/registry.h"
#include "tempering/energy_difference.h"
#include "tempering/ladder.h"

namespace temper {

class Section;

/// Two neighbouring rungs and what is known of the replicas that stand there. E is what the ladder
/// tempers: U under likelihood tempering, U + V under posterior tempering [nats].
struct SwapPair {
  double colder_beta;  ///< of the colder rung
  double hotter_beta;  ///< of the hotter rung
  EnergyDifference difference;

  double beta_gap() const { return colder_beta - hotter_beta; }
};

class SwapTest {
 public:
  virtual ~SwapTest() = default;

  /// Throws UsageError if the test can't serve a rung of this ladder.
  virtual void check(const Ladder&) const {}

  /// Examples to look at first; nullopt: all of the data, which means energies as they are stored.
  virtual std::optional<std::size_t> first_batch() const { return std::nullopt; }

  /// Whether there is no verdict yet, so that twice as many examples are to be looked at, or, where
  /// there are not that many more, all of them.
  virtual bool needs_more(const SwapPair&) const { return false; }

  /// In [0, 1]: given the examples looked at, if that is not all of them. Not for NaN.
  virtual double accept_prob(const SwapPair& pair) const = 0;

  /// What Metropolis' test would accept with where this one accepts with `accept_prob`: the barrier
  /// is defined by it, and the ladder is adapted by it.
  virtual double metropolis_prob(double accept_prob) const { return accept_prob; }

  /// Whether it rejects the more, the less the examples tell: then its rejections say little about
  /// the ladder.
  virtual bool rejects_for_noise() const { return false; }

  /// By how much detailed balance is missed: estimate of the error of ln(accept_prob there /
  /// accept_prob back), each averaged over the choice of examples; 0: by nothing. To first order in
  /// the pair's third_cumulant and covariance, so good for some tenths.
  virtual double bias(const SwapPair&) const { return 0; }
};

/// Swap tests by their config name; each maker reads its own options from [exchange].
inline Registry<SwapTest, const Section&>& swap_tests() {
  return registry_of<SwapTest, const Section&>();
}

}  // namespace temper
