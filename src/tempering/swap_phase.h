#pragma once
// The swap phase: which replicas exchange rungs at the end of a sweep.
//
// It is a pure function of numbers that every rank holds, so every rank works out the same answer
// and none needs to be told. Parameters never move between ranks; rungs move between replicas.

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

/// Where the replicas stand: `replica_at[copy * R + rung]`, a permutation within each copy.
using ReplicaAt = std::vector<std::uint32_t>;

/// The inverse: the rung (within its copy) of each replica.
std::vector<std::int32_t> rung_of(const ReplicaAt& replica_at, std::size_t n_rungs);

/// One proposed exchange. Stored in run.h5 by sweep, copy and pair.
struct Swap {
  std::uint32_t copy;
  std::uint32_t lower_rung;  ///< the pair is (lower_rung, lower_rung + 1)
  double accept_prob;        ///< in [0, 1]
  bool accepted;
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

/// Proposes an exchange for each pair of this sweep in every copy of the ladder.
///
/// Sources: Okabe, Kawata, Okamoto & Mikami, Chem. Phys. Lett. 335, 2001 (even-odd pairs); Syed,
/// Bouchard-Côté, Deligiannidis & Doucet, J. R. Stat. Soc. B 84(2), 2022, Algorithm 1 (why
/// deterministic alternation).
///
/// @param energy      E of each replica [R * copies, by replica, nats], as the ladder tempers it;
///                    none is NaN
/// @param replica_at  before the phase [R * copies]
SwapPhase swap_phase(const Ladder& ladder, const SwapTest& test, PairSchedule schedule,
                     const std::vector<double>& energy, ReplicaAt replica_at, SwapKey key);

}  // namespace temper
