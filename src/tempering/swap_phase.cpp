#include "tempering/swap_phase.h"

#include <utility>

#include "config/config.h"
#include "config/section.h"
#include "random/rng.h"

namespace temper {
namespace {

double coin(SwapKey key, std::uint32_t position) {
  return Rng({key.seed, Stream::swap, position, key.sweep, /*step=*/0}).uniform();
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

std::unique_ptr<SwapTest> make_chosen_swap_test(const Section& exchange) {
  return make_registered(swap_tests(), exchange, "test", "exact",
                         "how an exchange is accepted or rejected");
}

std::vector<std::int32_t> rung_of(const ReplicaAt& replica_at, std::size_t n_rungs) {
  std::vector<std::int32_t> rungs(replica_at.size());
  for (std::size_t position = 0; position < replica_at.size(); ++position)
    rungs[replica_at[position]] = static_cast<std::int32_t>(position % n_rungs);
  return rungs;
}

std::vector<Proposal> propose_swaps(PairSchedule schedule, std::size_t n_rungs,
                                    const ReplicaAt& replica_at, SwapKey key) {
  std::vector<Proposal> proposals;
  if (schedule == PairSchedule::none) return proposals;
  const auto rungs = static_cast<std::uint32_t>(n_rungs);
  const auto n_copies = static_cast<std::uint32_t>(replica_at.size()) / rungs;
  for (std::uint32_t copy = 0; copy < n_copies; ++copy)
    for (auto lower = first_pair(schedule, key); lower + 1 < rungs; lower += 2) {
      const auto position = copy * rungs + lower;
      proposals.push_back({copy, lower, position, replica_at[position], replica_at[position + 1]});
    }
  return proposals;
}

std::vector<EnergyDifference> exact_differences(const std::vector<Proposal>& proposals,
                                                const std::vector<double>& energy,
                                                std::size_t n_points) {
  std::vector<EnergyDifference> differences;
  for (const auto& proposal : proposals)
    differences.push_back(
        {.mean = energy[proposal.colder_replica] - energy[proposal.hotter_replica],
         .n_examples = n_points});
  return differences;
}

SwapPair swap_pair(const Ladder& ladder, const Proposal& proposal,
                   const EnergyDifference& difference) {
  return {ladder.beta(proposal.colder_rung), ladder.beta(proposal.colder_rung + 1), difference};
}

SwapPhase swap_phase(const Ladder& ladder, const SwapTest& test,
                     const std::vector<Proposal>& proposals,
                     const std::vector<EnergyDifference>& differences, ReplicaAt replica_at,
                     SwapKey key) {
  SwapPhase phase{{}, std::move(replica_at)};
  for (std::size_t i = 0; i < proposals.size(); ++i) {
    const auto& proposal = proposals[i];
    const auto pair = swap_pair(ladder, proposal, differences[i]);
    const double accept_prob = test.accept_prob(pair);
    const bool accepted = coin(key, proposal.position) < accept_prob;
    if (accepted)
      std::swap(phase.replica_at[proposal.position], phase.replica_at[proposal.position + 1]);
    phase.swaps.push_back({proposal.copy, proposal.colder_rung, accept_prob, accepted,
                           differences[i].n_examples, test.metropolis_prob(accept_prob),
                           test.bias(pair),
                           pair.beta_gap() * pair.beta_gap() * pair.difference.variance});
  }
  return phase;
}

}  // namespace temper
