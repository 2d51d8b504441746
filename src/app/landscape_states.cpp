#include "app/landscape_states.h"

#include <algorithm>
#include <limits>

#include "store/run_reader.h"
#include "train/starting_point.h"

namespace temper {
namespace {

/// Fills in where on the ladder the replica was in the state's sweep.
State placed(State state, const StoredTables& tables) {
  const auto sweep = static_cast<std::uint64_t>(state.sweep);
  state.rung = tables.rung_of[sweep * tables.n_replicas() + state.replica];
  const auto& first = tables.round_first_sweep;
  const auto round = std::upper_bound(first.begin(), first.end(), sweep) - first.begin() - 1;
  const auto row = static_cast<std::size_t>(round) * tables.n_rungs;
  state.temperature = 1 / tables.beta[row + static_cast<std::size_t>(state.rung)];
  return state;
}

/// The lowest of all first.
std::vector<State> states_of_bests(const RunFolder& folder, const StoredTables& tables) {
  std::vector<std::pair<double, State>> found;
  for (std::uint32_t replica = 0; replica < tables.n_replicas(); ++replica) {
    State state{.source = StateSource::best, .replica = replica};
    state.theta.resize(tables.n_parameters);
    const auto best =
        DrawsReader(folder, tables.draws_groups, replica).read_best(tables.committed, state.theta);
    if (!best) continue;
    state.sweep = static_cast<std::int64_t>(best->sweep);
    found.emplace_back(best->objective, placed(std::move(state), tables));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<State> states;
  for (auto& [objective, state] : found) states.push_back(std::move(state));
  return states;
}

/// Draw by draw from the last, `stride` draws apart, every replica of each.
std::vector<State> drawn_states(const RunFolder& folder, const StoredTables& tables,
                                std::size_t n) {
  std::vector<State> states;
  const auto n_draws = tables.draw_sweep.size(), n_replicas = tables.n_replicas();
  const auto n_rows = std::min(n_draws, (n + n_replicas - 1) / n_replicas);
  for (std::size_t row = 0; row < n_rows; ++row) {
    const auto draw = (n_rows - row) * n_draws / n_rows - 1;
    for (std::uint32_t replica = 0; replica < n_replicas && states.size() < n; ++replica) {
      State state{.source = StateSource::draw,
                  .replica = replica,
                  .sweep = static_cast<std::int64_t>(tables.draw_sweep[draw])};
      state.theta.resize(tables.n_parameters);
      DrawsReader(folder, tables.draws_groups, replica).read(draw, state.theta);
      states.push_back(placed(std::move(state), tables));
    }
  }
  return states;
}

}  // namespace

std::vector<State> states_of(const RunFolder& folder, const Experiment& experiment,
                             std::size_t n_states, std::size_t n_descents) {
  const auto tables = read_tables(folder);
  auto states = states_of_bests(folder, tables);
  states.resize(std::min(states.size(), n_states));
  for (auto& state : drawn_states(folder, tables, n_states - states.size()))
    states.push_back(std::move(state));
  for (std::uint32_t replica = 0; replica < std::min(n_descents, experiment.n_replicas());
       ++replica) {
    State state{.source = StateSource::start,
                .replica = replica,
                .temperature = std::numeric_limits<double>::quiet_NaN()};
    state.theta.resize(experiment.potential->dim());
    starting_point(experiment, replica, state.theta);
    states.push_back(std::move(state));
  }
  return states;
}

}  // namespace temper
