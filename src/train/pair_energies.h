#pragma once
// What a swap test asks for of the pairs that propose an exchange: every rank evaluates its own
// replicas, and all learn the numbers.

#include <span>
#include <vector>

#include "comm/communicator.h"
#include "kernel/kernel.h"
#include "potential/potential.h"
#include "tempering/swap_phase.h"

namespace temper {

/// The pairs of one sweep.
struct ProposedSwaps {
  const std::vector<Proposal>& proposals;
  const Ladder& ladder;
  std::span<const Move> moves;  ///< of this rank's replicas, by id
  SwapKey key;
};

/// True if the test looks at all of the data from the start, so takes energies as they are stored.
bool takes_energies(const SwapTest& test, const Potential& potential);

/// The energy difference of each pair, from as many examples as the test asks for: round after
/// round for the pairs that it can't decide yet. Collective. Throws NumericalError on every rank if
/// an energy is not finite.
///
/// The examples of a pair are the first of a shuffle that the pair's position and the sweep name,
/// so they are the same on any number of ranks.
std::vector<EnergyDifference> gather_differences(const SwapTest& test, const ProposedSwaps& round,
                                                 Potential& potential, const Communicator& world);

}  // namespace temper
