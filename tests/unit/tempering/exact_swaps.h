#pragma once
// A whole swap phase on energies over all the data.

#include <string>

#include "config/section.h"
#include "tempering/tempered_ensemble.h"

namespace temper {

/// @param energy  E of each replica [R * copies, by replica]
inline SwapPhase exact_swaps(const Ladder& ladder, const SwapTest& test, PairSchedule schedule,
                             const std::vector<double>& energy, const ReplicaAt& replica_at,
                             SwapKey key) {
  return exchange({ladder, replica_at}, {schedule, test}, key,
                  [&](const std::vector<Proposal>& proposals) {
                    return exact_differences(proposals, energy, /*n_points=*/1);
                  });
}

inline std::unique_ptr<SwapTest> make_swap_test(const std::string& name,
                                                const std::string& options = "") {
  return swap_tests().find(name)->make(Section::of("exchange", options));
}

/// Whether the test looks at minibatches, and so has a `batch`.
inline bool takes_batch(const std::string& test) {
  return make_swap_test(test)->first_batch().has_value();
}

}  // namespace temper
