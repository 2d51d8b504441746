#include "train/rank_load.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "train/placement.h"

namespace temper {
namespace {

constexpr double least_loss = 0.1;  ///< of the time of the ranks that wait

/// The same ranks with the replicas dealt by `shares`.
std::vector<RankLoad> dealt(std::span<const RankLoad> loads, std::size_t per_file,
                            std::span<const double> shares) {
  DrawsGroups replicas{0, per_file};
  for (const auto& load : loads) replicas.n_replicas += load.n_replicas;
  std::vector<RankLoad> result;
  for (std::size_t rank = 0; rank < loads.size(); ++rank) {
    const auto n = replicas_of_rank(replicas, static_cast<int>(rank), shares).size();
    const double each = loads[rank].busy / static_cast<double>(loads[rank].n_replicas);
    result.push_back({n, each * static_cast<double>(n)});
  }
  return result;
}

}  // namespace

double busy_seconds(const Stopwatch& watch) {
  return watch.seconds(Phase::explore) + watch.seconds(Phase::energy);
}

std::vector<RankLoad> gather_loads(const RankLoad& mine, const Communicator& world) {
  const std::array<double, 2> numbers = {static_cast<double>(mine.n_replicas), mine.busy};
  const auto all = world.all_gather(numbers);
  std::vector<RankLoad> loads;
  for (std::size_t i = 0; i < all.size(); i += 2)
    loads.push_back({static_cast<std::size_t>(all[i]), all[i + 1]});
  return loads;
}

double longest(std::span<const RankLoad> loads) {
  return std::ranges::max(loads, {}, &RankLoad::busy).busy;
}

double waiting_share(std::span<const RankLoad> loads) {
  double busy = 0;
  for (const auto& load : loads) busy += load.busy;
  return 1 - busy / (longest(loads) * static_cast<double>(loads.size()));
}

std::vector<double> even_shares(std::span<const RankLoad> loads) {
  std::vector<double> speeds;
  for (const auto& load : loads) speeds.push_back(static_cast<double>(load.n_replicas) / load.busy);
  const double fastest = std::ranges::max(speeds);
  for (auto& speed : speeds) speed = std::round(100 * speed / fastest) / 100;
  return speeds;
}

std::vector<double> better_shares(std::span<const RankLoad> loads, std::size_t per_file) {
  const bool all_busy = std::ranges::all_of(
      loads, [](const RankLoad& load) { return load.n_replicas > 0 && load.busy > 0; });
  if (loads.size() < 2 || !all_busy) return {};
  const double lost = waiting_share(loads);
  auto shares = even_shares(loads);
  const bool helps = lost >= least_loss && waiting_share(dealt(loads, per_file, shares)) < lost / 2;
  return helps ? shares : std::vector<double>{};
}

}  // namespace temper
