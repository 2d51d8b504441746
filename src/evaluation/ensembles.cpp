#include "evaluation/ensembles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/errors.h"

namespace temper {
std::vector<StoredTheta> best_states(const RunFolder& folder, const StoredTables& tables) {
  std::vector<std::pair<double, std::uint32_t>> bests;
  std::vector<float> theta(tables.n_parameters);
  for (std::uint32_t replica = 0; replica < tables.n_replicas(); ++replica)
    if (const auto best =
            DrawsReader(folder, tables.draws_groups, replica).read_best(tables.committed, theta))
      bests.emplace_back(best->objective, replica);
  std::sort(bests.begin(), bests.end());
  std::vector<StoredTheta> found;
  for (const auto& [objective, replica] : bests) found.push_back({replica, std::nullopt});
  return found;
}

namespace {

/// At T = 0 there is no posterior to draw from.
bool is_descent(const StoredTables& tables) {
  return std::isinf(tables.beta[tables.beta.size() - tables.n_rungs]);
}

}  // namespace

void read_theta(const RunFolder& folder, const StoredTables& tables, const StoredTheta& stored,
                std::span<float> theta) {
  const DrawsReader reader(folder, tables.draws_groups, stored.replica);
  if (stored.draw)
    reader.read(*stored.draw, theta);
  else
    reader.read_best(tables.committed, theta);
  if (!std::ranges::all_of(theta, [](float element) { return std::isfinite(element); }))
    throw IoError(fmt::format(
        "{}: parameters of replica {} are not finite, from which nothing can be predicted; 'temper "
        "inspect --verify' tells whether the run is damaged",
        folder.path(), stored.replica));
}

std::vector<StoredTheta> cold_draws(const StoredTables& tables, std::size_t most) {
  std::vector<std::uint64_t> kept;
  for (std::uint64_t draw = 0; draw < tables.draw_sweep.size(); ++draw)
    if (tables.draw_sweep[draw] >= tables.n_warmup) kept.push_back(draw);
  const auto n = std::min(kept.size(), std::max<std::size_t>(1, most / tables.n_copies));
  std::vector<StoredTheta> found;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t copy = 0; copy < tables.n_copies; ++copy) {
      const auto draw = kept[(i + 1) * kept.size() / n - 1];
      found.push_back({tables.replica_on(0, copy, tables.draw_sweep[draw]), draw});
    }
  return found;
}

std::vector<Ensemble> ensembles_of(const RunFolder& folder, const StoredTables& tables,
                                   std::size_t most_draws) {
  const auto bests = best_states(folder, tables);
  const auto draws = cold_draws(tables, most_draws);
  std::vector<Ensemble> ensembles;
  if (!bests.empty()) ensembles.push_back({"best state", {bests.front()}});
  const bool descends = !draws.empty() && is_descent(tables);
  if (!draws.empty())
    ensembles.push_back({descends ? "one descent" : "rung 0, last draw", {draws.back()}});
  if (bests.size() > 1) ensembles.push_back({"ensemble of best states", bests});
  if (draws.size() > 1)
    ensembles.push_back({descends ? "ensemble of descents" : "posterior, rung 0", draws});
  return ensembles;
}

}  // namespace temper
