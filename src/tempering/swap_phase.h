#pragma once
// The swap phase: which replicas exchange rungs at the end of a sweep.
//
// A phase proposes, looks at the energies of the pairs, and decides. The first and the last are
// pure functions of numbers that every rank holds, so every rank works out the same answer and none
// needs to be told. Parameters never move between ranks; rungs move between replicas.

#include <cstdint>
#include <string>
#include <vector>

#include "tempering/ladder.h"
#include "tempering/swap_test.h"

namespace temper {

/// Which pairs of neighbouring rungs propose an exchange in a sweep.
enum class PairSchedule {
  even_odd,             ///< even pairs in even sweeps, odd pairs in odd ones: non-reversible
  stochastic_even_odd,  ///< even or odd pairs by the toss of a coin: reversible
  none,                 ///< no exchange: independent replicas
};

/// Reads exchange.schedule.
PairSchedule read_pair_schedule(const Section& exchange);

/// The swap test that [exchange] asks for, of a config or of a run's resolved one. Throws
/// UsageError at an unknown name.
std::unique_ptr<SwapTest> make_chosen_swap_test(const Section& exchange);

/// Where the replicas stand: `replica_at[copy * R + rung]`, a permutation within each copy.
using ReplicaAt = std::vector<std::uint32_t>;

/// The inverse: the rung (within its copy) of each replica.
std::vector<std::int32_t> rung_of(const ReplicaAt& replica_at, std::size_t n_rungs);

/// Two neighbouring rungs of a copy that may exchange their replicas.
struct Proposal {
  std::uint32_t copy;
  std::uint32_t colder_rung;  ///< the pair is (colder_rung, colder_rung + 1)
  std::uint32_t position;     ///< of the colder rung in ReplicaAt
  std::uint32_t colder_replica;
  std::uint32_t hotter_replica;
};

/// What became of a proposal. Stored in run.h5 by sweep, copy and pair.
struct Swap {
  std::uint32_t copy;
  std::uint32_t colder_rung;  ///< the pair is (colder_rung, colder_rung + 1)
  double accept_prob;         ///< in [0, 1]; of the examples looked at, if that is not all of them
  bool accepted;
  std::size_t n_examples = 0;            ///< looked at in each of the two
  double metropolis_prob = accept_prob;  ///< SwapTest::metropolis_prob
  double bias = 0;                       ///< SwapTest::bias
  double variance = 0;                   ///< of the estimated log ratio; 0: exact
};

/// The coin that every rank can toss alone, and the sweep that it is tossed for.
struct SwapKey {
  std::uint64_t seed;
  std::uint32_t sweep;
};

struct SwapPhase {
  std::vector<Swap> swaps;  ///< by copy, then by rising rung
  ReplicaAt replica_at;     ///< after the accepted exchanges
};

/// The pairs of this sweep in every copy of the ladder, by copy, then by rising rung.
///
/// Sources: Okabe, Kawata, Okamoto & Mikami, Chem. Phys. Lett. 335, 2001 (even-odd pairs); Syed,
/// Bouchard-Côté, Deligiannidis & Doucet, J. R. Stat. Soc. B 84(2), 2022, Algorithm 1 (why
/// deterministic alternation).
std::vector<Proposal> propose_swaps(PairSchedule schedule, std::size_t n_rungs,
                                    const ReplicaAt& replica_at, SwapKey key);

/// From energies over all the data.
/// @param energy    E of each replica [R * copies, by replica, nats], as the ladder tempers it;
///                  none is NaN
/// @param n_points  N
std::vector<EnergyDifference> exact_differences(const std::vector<Proposal>& proposals,
                                                const std::vector<double>& energy,
                                                std::size_t n_points);

/// What is known of a pair once `proposal` has been looked at.
SwapPair swap_pair(const Ladder& ladder, const Proposal& proposal,
                   const EnergyDifference& difference);

/// Decides each proposal by the toss of a coin.
/// @param differences  one for each proposal; the test needs no more
/// @param replica_at   before the phase [R * copies]
SwapPhase swap_phase(const Ladder& ladder, const SwapTest& test,
                     const std::vector<Proposal>& proposals,
                     const std::vector<EnergyDifference>& differences, ReplicaAt replica_at,
                     SwapKey key);

}  // namespace temper
