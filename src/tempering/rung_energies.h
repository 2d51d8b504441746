#pragma once
// What an estimate of the evidence is made from: energies by rung, along a ladder that ends at
// the prior.

#include <cstdint>
#include <vector>

#include "statistics/copies.h"

namespace temper {

/// Each rung k samples exp(-beta_k U - V), with exp(-V) a density.
struct RungEnergies {
  std::vector<double> beta;    ///< [R] falling strictly, the last is 0; R >= 2
  std::vector<Copies> energy;  ///< [R][copy][sweep] U [nats] of the replica on the rung
  /// [R][copy][sweep] its number; empty: not known, and then replicas count as if each sweep were
  /// somebody else's.
  std::vector<std::vector<std::vector<std::uint32_t>>> replica = {};

  std::size_t n_pairs() const { return beta.size() - 1; }
};

}  // namespace temper
