#include "tempering/swap_phase.h"

#include <utility>

#include "base/rng.h"
#include "config/section.h"

namespace temper {
namespace {

double coin(SwapKey key, std::uint32_t place) {
  return Rng({key.seed, Stream::swap, place, key.sweep, /*step=*/0}).uniform();
}

/// 0: even pairs; 1: odd pairs.
std::uint32_t first_pair(PairSchedule schedule, SwapKey key) {
  if (schedule == PairSchedule::even_odd) return key.sweep % 2;
  return Rng({key.seed, Stream::swap, /*index=*/0, key.sweep, /*step=*/1}).below(2);
}

}  // namespace

PairSchedule read_pair_schedule(const Section& exchange) {
  const auto word = exchange.choice("schedule", {"even-odd", "stochastic-even-odd", "none"},
                                    "even-odd", "which neighbouring rungs propose an exchange");
  if (word == "none") return PairSchedule::none;
  return word == "even-odd" ? PairSchedule::even_odd : PairSchedule::stochastic_even_odd;
}

std::vector<std::int32_t> rung_of(const ReplicaAt& replica_at, std::size_t n_rungs) {
  std::vector<std::int32_t> rungs(replica_at.size());
  for (std::size_t place = 0; place < replica_at.size(); ++place)
    rungs[replica_at[place]] = static_cast<std::int32_t>(place % n_rungs);
  return rungs;
}

SwapPhase swap_phase(const Ladder& ladder, const SwapTest& test, PairSchedule schedule,
                     const std::vector<double>& energy, ReplicaAt replica_at, SwapKey key) {
  SwapPhase phase{{}, std::move(replica_at)};
  if (schedule == PairSchedule::none) return phase;
  const auto n_rungs = static_cast<std::uint32_t>(ladder.size());
  const auto n_copies = static_cast<std::uint32_t>(phase.replica_at.size()) / n_rungs;
  for (std::uint32_t copy = 0; copy < n_copies; ++copy)
    for (auto lower = first_pair(schedule, key); lower + 1 < n_rungs; lower += 2) {
      const auto place = copy * n_rungs + lower;
      auto& at_lower = phase.replica_at[place];
      auto& at_upper = phase.replica_at[place + 1];
      const double accept_prob = test.accept_prob(
          {ladder.beta(lower), ladder.beta(lower + 1), energy[at_lower], energy[at_upper]});
      const bool accepted = coin(key, place) < accept_prob;
      if (accepted) std::swap(at_lower, at_upper);
      phase.swaps.push_back({copy, lower, accept_prob, accepted});
    }
  return phase;
}

}  // namespace temper
