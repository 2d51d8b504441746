#include "tempering/tempered_ensemble.h"

namespace temper {

SwapPhase exchange(const LadderState& at, const ExchangeRule& rule, SwapKey key,
                   const FindDifferences& differences) {
  const auto proposals = propose_swaps(rule.schedule, at.ladder.size(), at.replica_at, key);
  return swap_phase(at.ladder, rule.test, proposals, differences(proposals), at.replica_at, key);
}

TemperedEnsemble::TemperedEnsemble(const Kernel& kernel, std::vector<Replica*> replicas,
                                   std::size_t first, bool is_watched)
    : kernel_(kernel),
      first_(first),
      is_watched_(is_watched),
      replicas_(std::move(replicas)),
      moves_(replicas_.size()) {}

void TemperedEnsemble::place(const LadderState& at) {
  const auto rungs = rung_of(at.replica_at, at.ladder.size());
  for (std::size_t i = 0; i < replicas_.size(); ++i) {
    const auto rung = static_cast<std::size_t>(rungs[first_ + i]);
    moves_[i] = {replicas_[i], at.ladder.target(rung), at.ladder.step_size[rung], {}};
    moves_[i].is_watched = is_watched_;
    if (!at.scale.empty()) moves_[i].scale = at.scale[rung];
  }
}

void TemperedEnsemble::assign(const LadderState& at) {
  const auto before = moves_;
  place(at);
  for (std::size_t i = 0; i < moves_.size(); ++i) {
    const auto &from = before[i], &to = moves_[i];
    if (from.target.temperature != to.target.temperature || from.step_size != to.step_size)
      kernel_.change_rung(*replicas_[i], from, to);
  }
}

}  // namespace temper
