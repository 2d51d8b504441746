#include "method/ladder_walk.h"

#include <cmath>
#include <numeric>

#include "config/section.h"

namespace temper {

LadderWalk::LadderWalk(Walk& walk, std::vector<Walker> walkers,
                       const std::vector<double>& temperatures)
    : walk_(walk),
      walkers_(std::move(walkers)),
      at_{{Tempering::posterior, temperatures, std::vector<double>(temperatures.size(), walk.lr())},
          ReplicaAt(temperatures.size())},
      ensemble_(walk.kernel(), replicas()),
      test_(swap_tests().find("exact")->make(Section::of("exchange"))) {
  std::iota(at_.replica_at.begin(), at_.replica_at.end(), 0u);
  ensemble_.place(at_);
  for (std::size_t i = 0; i < walkers_.size(); ++i) walk_.restart(walkers_[i], temperatures[i]);
  bests_ = walkers_;
  for (auto& best : bests_) best.replica.energy = {infinity, 0};
}

void LadderWalk::sweep(std::uint64_t n_steps) {
  for (auto& walker : walkers_) walk_.steps(walker, n_steps);
  for (auto& walker : walkers_) walk_.look(walker);
  swap_rungs();
}

void LadderWalk::swap_rungs() {
  renew_diverged();
  for (std::size_t i = 0; i < walkers_.size(); ++i)
    if (walkers_[i].objective() < bests_[i].objective()) bests_[i] = walkers_[i];
  const SwapKey key{walk_.search().seed(), n_sweeps_++};
  const auto n_points = walk_.search().potential().n_points();
  at_.replica_at = exchange(at_, {PairSchedule::even_odd, *test_}, key,
                            [&](const std::vector<Proposal>& proposals) {
                              return exact_differences(proposals, energies(), n_points);
                            })
                       .replica_at;
  ensemble_.assign(at_);
  take_temperatures();
}

void LadderWalk::feed(Walker walker) {
  const auto hottest = at_.replica_at.back();
  bests_[hottest] = walker;
  walk_.restart(walker, at_.ladder.temperature.back());
  walkers_[hottest] = std::move(walker);
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

std::vector<Replica*> LadderWalk::replicas() {
  std::vector<Replica*> replicas;
  for (auto& walker : walkers_) replicas.push_back(&walker.replica);
  return replicas;
}

void LadderWalk::take_temperatures() {
  for (std::size_t i = 0; i < walkers_.size(); ++i)
    walkers_[i].temperature = ensemble_.moves()[i].target.temperature;
}

}  // namespace temper
