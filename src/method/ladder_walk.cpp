#include "method/ladder_walk.h"

#include <cmath>
#include <numeric>

#include "config/section.h"

namespace temper {

LadderWalk::LadderWalk(Walk& walk, std::vector<Walker> walkers,
                       const std::vector<double>& temperatures)
    : walk_(walk),
      walkers_(std::move(walkers)),
      ladder_{Tempering::posterior, temperatures,
              std::vector<double>(temperatures.size(), walk.lr())},
      replica_at_(temperatures.size()),
      test_(swap_tests().find("exact")->make(Section::of("exchange"))) {
  std::iota(replica_at_.begin(), replica_at_.end(), 0u);
  for (std::size_t i = 0; i < walkers_.size(); ++i) walk_.restart(walkers_[i], temperatures[i]);
  bests_ = walkers_;
  for (auto& best : bests_) best.replica.energy = {infinity, 0};
}

void LadderWalk::sweep(std::uint64_t n_steps) {
  for (auto& walker : walkers_) walk_.steps(walker, n_steps);
  for (auto& walker : walkers_) walk_.look(walker);
  renew_diverged();
  for (std::size_t i = 0; i < walkers_.size(); ++i)
    if (walkers_[i].objective() < bests_[i].objective()) bests_[i] = walkers_[i];
  const SwapKey key{walk_.search().seed(), n_sweeps_++};
  const auto proposals = propose_swaps(PairSchedule::even_odd, ladder_.size(), replica_at_, key);
  const auto differences =
      exact_differences(proposals, energies(), walk_.search().potential().n_points());
  assign_rungs(swap_phase(ladder_, *test_, proposals, differences, replica_at_, key).replica_at);
}

void LadderWalk::feed(Walker walker) {
  const auto place = replica_at_.back();
  bests_[place] = walker;
  walk_.restart(walker, ladder_.temperature.back());
  walkers_[place] = std::move(walker);
}

std::vector<Walker> LadderWalk::best_states() {
  auto states = bests_;
  for (auto& state : states) walk_.restart(state);
  return states;
}

std::vector<double> LadderWalk::energies() const {
  std::vector<double> energies;
  for (const auto& walker : walkers_) energies.push_back(walker.objective());
  return energies;
}

/// A walker that has left for infinity starts afresh where it stands on the ladder.
void LadderWalk::renew_diverged() {
  for (auto& walker : walkers_) {
    if (std::isfinite(walker.objective())) continue;
    walker = walk_.fresh(walker.temperature);
    walk_.look(walker);
  }
}

void LadderWalk::assign_rungs(const ReplicaAt& replica_at) {
  for (std::size_t rung = 0; rung < replica_at.size(); ++rung) {
    auto& walker = walkers_[replica_at[rung]];
    const double to = ladder_.temperature[rung];
    if (walker.temperature == to) continue;
    const Move before{&walker.replica, {walker.temperature, Tempering::posterior}, walker.lr, {}};
    const Move after{&walker.replica, {to, Tempering::posterior}, walker.lr, {}};
    walk_.kernel().change_rung(walker.replica, before, after);
    walker.temperature = to;
  }
  replica_at_ = replica_at;
}

}  // namespace temper
