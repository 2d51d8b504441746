#include "method/halving.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

/// Rounds from n walkers to n_survivors, with the survivors' own.
std::size_t count_rounds(std::size_t n, std::size_t n_survivors) {
  std::size_t n_rounds = 1;
  for (; n > n_survivors; n = std::max(n_survivors, n / 2)) ++n_rounds;
  return n_rounds;
}

}  // namespace

void sort_by_objective(std::vector<Walker>& walkers) {
  const auto key = [](const Walker& walker) {
    return std::isnan(walker.objective()) ? std::numeric_limits<double>::infinity()
                                          : walker.objective();
  };
  std::stable_sort(walkers.begin(), walkers.end(),
                   [&](const Walker& a, const Walker& b) { return key(a) < key(b); });
}

std::vector<Walker> fresh_walkers(Walk& walk, std::size_t n) {
  std::vector<Walker> walkers;
  for (std::size_t i = 0; i < n; ++i) walkers.push_back(walk.fresh());
  return walkers;
}

std::vector<Walker> halve(Walk& walk, std::vector<Walker> walkers, std::size_t n_survivors,
                          double share) {
  const auto n_rounds = count_rounds(walkers.size(), n_survivors);
  for (std::size_t round = 0; round < n_rounds; ++round) {
    if (round > 0) walkers.resize(std::max(n_survivors, walkers.size() / 2));
    const auto n_steps = walk.affordable(share / static_cast<double>(n_rounds * walkers.size()));
    for (auto& walker : walkers) walk.steps(walker, n_steps);
    for (auto& walker : walkers) walk.look(walker);
    sort_by_objective(walkers);
  }
  return walkers;
}

}  // namespace temper
