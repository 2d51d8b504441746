#include "train/record.h"

#include <limits>

namespace temper {
namespace {

/// The swaps of one phase in the row: [copy, pair], NaN where none was proposed.
void write_swaps(const std::vector<Swap>& swaps, std::size_t n_copies, std::size_t n_rungs,
                 SweepTables& row) {
  const auto n_pairs = n_rungs - 1, n_cells = n_copies * n_pairs;
  row.accept_prob.assign(n_cells, std::numeric_limits<double>::quiet_NaN());
  row.accepted.assign(n_cells, 0);
  row.swap_examples.assign(n_cells, 0);
  for (const auto& swap : swaps) {
    const auto cell = swap.copy * n_pairs + swap.colder_rung;
    row.accept_prob[cell] = swap.accept_prob;
    row.accepted[cell] = swap.accepted;
    row.swap_examples[cell] = static_cast<std::uint32_t>(swap.n_examples);
  }
}

/// From [replica][metric] to [metric, replica].
std::vector<double> by_metric(const std::vector<std::vector<double>>& metrics) {
  std::vector<double> flat;
  if (metrics.empty()) return flat;
  for (std::size_t metric = 0; metric < metrics.front().size(); ++metric)
    for (const auto& of_replica : metrics) flat.push_back(of_replica[metric]);
  return flat;
}

BestState best_of(const Replica& replica) {
  const auto& best = replica.best;
  return {best.theta, best.energy.U, best.energy.V, best.sweep};
}

}  // namespace

bool Record::restore() {
  auto states = replica_states();
  const auto state = store_.restore(states);
  if (!state) return false;
  for (std::size_t i = 0; i < states.size(); ++i) {
    auto& replica = *training_.moves()[i].replica;
    replica.energy = {states[i].energy, states[i].prior_energy};
    replica.best.energy = {states[i].best_energy, states[i].best_prior_energy};
    replica.best.sweep = states[i].best_sweep;
  }
  training_.restore(*state);
  return true;
}

void Record::begin_round() {
  if (!world_.is_root()) return;
  const auto state = training_.save();
  store_.begin_round({state.round, state.beta, state.step_size, state.noise_level});
}

void Record::commit(const Training::Sweep& sweep, bool has_draw,
                    const std::vector<std::vector<double>>& metrics) {
  const auto& state = training_.state();
  for (const auto& move : training_.moves()) {
    const auto& replica = *move.replica;
    if (has_draw) store_.write_draw(replica.id, state.sweep, replica.theta);
    if (replica.best.is_known() && replica.best.sweep == state.sweep)
      store_.write_best(replica.id, best_of(replica));
  }
  const auto n_rungs = state.ladder.size();
  SweepTables row = sweep.report;
  row.rung_of = sweep.rung_of;
  write_swaps(sweep.phase.swaps, state.replica_at.size() / n_rungs, n_rungs, row);
  store_.commit(state.sweep, row, by_metric(metrics));
}

std::vector<ReplicaState> Record::replica_states() {
  std::vector<ReplicaState> states;
  for (auto& move : training_.moves()) {
    auto& replica = *move.replica;
    states.push_back({replica.id,
                      replica.theta,
                      {replica.slots.begin(), replica.slots.end()},
                      replica.scalars,
                      replica.energy.U,
                      replica.energy.V,
                      replica.best.theta,
                      replica.best.energy.U,
                      replica.best.energy.V,
                      replica.best.sweep});
  }
  return states;
}

}  // namespace temper
