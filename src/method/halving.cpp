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

void heat_every_second(std::vector<Walker>& walkers, double temperature) {
  for (auto& walker : walkers)
    if (walker.replica.id % 2 == 1) walker.temperature = temperature;
}

/// Requires walkers in order.
double temperature_of(const std::vector<Walker>& walkers, double factor) {
  const double spread = walkers[walkers.size() / 2].objective() - walkers.front().objective();
  const auto dim = static_cast<double>(walkers.front().replica.theta.size());
  return std::isfinite(spread) ? factor * spread / dim : 0;
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
                          double share, Heat* heat) {
  const auto n_rounds = count_rounds(walkers.size(), n_survivors);
  for (std::size_t round = 0; round < n_rounds; ++round) {
    if (round > 0) walkers.resize(std::max(n_survivors, walkers.size() / 2));
    const auto n_steps = walk.affordable(share / static_cast<double>(n_rounds * walkers.size()));
    for (auto& walker : walkers) walk.steps(walker, n_steps);
    for (auto& walker : walkers) walk.look(walker);
    sort_by_objective(walkers);
    if (heat == nullptr) continue;
    if (round == 0) heat->temperature = temperature_of(walkers, heat->factor);
    heat_every_second(walkers, heat->temperature / std::exp2(static_cast<double>(round)));
  }
  return walkers;
}

}  // namespace temper
