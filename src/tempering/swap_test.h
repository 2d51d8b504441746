#pragma once
// Whether two neighbouring rungs exchange their replicas: a swap test gives the probability.

#include "base/registry.h"

namespace temper {

class Section;

/// Two neighbouring rungs and the energies of the replicas that stand there. E is what the ladder
/// tempers: U under likelihood tempering, U + V under posterior tempering [nats].
struct SwapPair {
  double lower_beta;    ///< of the colder rung
  double upper_beta;    ///< of the hotter rung
  double lower_energy;  ///< E of the replica on the colder rung
  double upper_energy;  ///< E of the replica on the hotter rung
};

class SwapTest {
 public:
  virtual ~SwapTest() = default;

  /// In [0, 1]. Energies are not NaN.
  virtual double accept_prob(const SwapPair& pair) const = 0;
};

/// Swap tests by their config name; each maker reads its own options from [exchange].
Registry<SwapTest, const Section&>& swap_tests();

}  // namespace temper
