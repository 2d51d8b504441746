#pragma once
// A whole swap phase on energies over all the data.

#include <string>

#include "config/section.h"
#include "tempering/swap_phase.h"

namespace temper {

/// @param energy  E of each replica [R * copies, by replica]
inline SwapPhase exact_swaps(const Ladder& ladder, const SwapTest& test, PairSchedule schedule,
                             const std::vector<double>& energy, const ReplicaAt& replica_at,
                             SwapKey key) {
  const auto proposals = propose_swaps(schedule, ladder.size(), replica_at, key);
  const auto differences = exact_differences(proposals, energy, /*n_points=*/1);
  return swap_phase(ladder, test, proposals, differences, replica_at, key);
}

inline std::unique_ptr<SwapTest> make_swap_test(const std::string& name,
                                                const std::string& options = "") {
  return swap_tests().find(name)->make(Section::of("exchange", options));
}

}  // namespace temper
