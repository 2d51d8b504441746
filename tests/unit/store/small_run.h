#pragma once
// A run whose every number is a function of its place, so that any reader can check it, and whose
// state is carried in its replicas, so that a resume that restores too little goes wrong.

#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "store/run_layout.h"
#include "store/run_store.h"
#include "unit/temporary_folder.h"

namespace temper {

namespace fs = std::filesystem;

inline RunDescription small_description(std::uint64_t n_sweeps = 6) {
  RunDescription run;
  run.n_rungs = 3;
  run.n_copies = 2;
  run.n_parameters = 4;
  run.n_warmup = 3;
  run.n_sweeps = n_sweeps;
  run.thin = 2;
  run.round_first_sweep = {0, 1, 3};
  run.metric_names = {"test_accuracy", "test_log_score"};
  run.blocks = {{"layer0.weight", {3, 1}, 0}, {"layer0.bias", {1}, 3}};
  run.slot_names = {"momentum"};
  run.scalar_names = {"xi", "n_accepted"};
  run.adaptation = {{"rejection_sum", 4}};
  run.attributes = {{"config", std::string("[kernel]\nlr = 0.1\n")}, {"seed", std::uint64_t{1}}};
  return run;
}

/// A sweep of which nothing is known: every column of the right size, numbers NaN, counts 0.
inline SweepTables empty_row(const RunDescription& run) {
  SweepTables row;
  for (const auto& column : sweep_columns()) {
    const auto width = column.dimensions.front() == "replica" ? run.n_replicas()
                                                              : run.n_copies * (run.n_rungs - 1);
    std::visit(
        [&]<class T>(std::vector<T> SweepTables::*member) {
          (row.*member).assign(width, std::numeric_limits<T>::quiet_NaN());
        },
        column.values);
  }
  return row;
}

/// The engine of the run, cut down to what the store sees.
class SmallRun {
 public:
  explicit SmallRun(const RunDescription& run) : run_(run) {
    for (std::uint32_t id = 0; id < run.n_replicas(); ++id)
      replicas_.push_back({id, std::vector<float>(run.n_parameters, static_cast<float>(id)),
                           std::vector<float>(run.n_parameters, 0.5f),
                           std::vector<double>(run.scalar_names.size()),
                           std::vector<float>(run.n_parameters), infinite, 0});
  }

  static std::vector<std::uint32_t> all_of(const RunDescription& run) {
    std::vector<std::uint32_t> ids(run.n_replicas());
    std::iota(ids.begin(), ids.end(), 0u);
    return ids;
  }

  std::uint64_t sweep() const { return sweep_; }

  /// Goes on to the sweep `end`, with a checkpoint after every third.
  void advance(RunStore& store, std::uint64_t end) {
    while (sweep_ < end) {
      one_sweep(store);
      if (++sweep_ % 3 == 0) store.checkpoint(state(), views());
    }
  }

  void finish(RunStore& store) { store.finish(state(), views()); }

  void restore(RunStore& store) {
    auto restored_views = views();
    const auto restored = store.restore(restored_views);
    if (!restored) return;
    sweep_ = restored->sweep;
    if (!restored->adaptation.empty()) rejection_sum_ = restored->adaptation.front().values;
    for (std::size_t i = 0; i < replicas_.size(); ++i) {
      replicas_[i].best_energy = restored_views[i].best_energy;
      replicas_[i].best_sweep = restored_views[i].best_sweep;
    }
  }

 private:
  static constexpr double infinite = std::numeric_limits<double>::infinity();

  struct Replica {
    std::uint32_t id;
    std::vector<float> theta, momentum;
    std::vector<double> scalars;
    std::vector<float> best;
    double best_energy;
    std::uint64_t best_sweep;
  };

  /// Falls, then rises. Exact arithmetic: the stored samples must come out the same anywhere.
  static double energy_of(const Replica& replica) { return std::abs(replica.theta[0] - 4.0); }

  void explore(Replica& replica) const {
    for (std::size_t i = 0; i < replica.theta.size(); ++i) {
      replica.momentum[i] = 0.5f * replica.momentum[i] + 0.25f;
      replica.theta[i] += replica.momentum[i];
    }
    if (!replica.scalars.empty()) replica.scalars.back() += 1;
  }

  void one_sweep(RunStore& store) {
    begin_round(store);
    for (auto& replica : replicas_) {
      explore(replica);
      if (run_.draw_after(sweep_)) store.write_draw(replica.id, sweep_, replica.theta);
      if (energy_of(replica) >= replica.best_energy) continue;
      replica.best = replica.theta;
      replica.best_energy = energy_of(replica);
      replica.best_sweep = sweep_;
      store.write_best(replica.id, {replica.best, replica.best_energy, 0.25, sweep_});
    }
    for (auto& sum : rejection_sum_) sum += 0.5;
    commit(store);
  }

  void begin_round(RunStore& store) const {
    for (std::size_t round = 0; round < run_.round_first_sweep.size(); ++round) {
      if (run_.round_first_sweep[round] != sweep_) continue;
      const std::vector<double> rungs(run_.n_rungs, 1.0 / static_cast<double>(round + 1));
      store.begin_round({round, rungs, rungs, rungs});
    }
  }

  void commit(RunStore& store) const {
    const std::size_t n = run_.n_replicas(), n_pairs = run_.n_copies * (run_.n_rungs - 1);
    const std::vector<double> metrics(run_.metric_names.size() * n, static_cast<double>(sweep_));
    SweepTables row = empty_row(run_);
    for (const auto& replica : replicas_) {
      row.energy[replica.id] = energy_of(replica);
      row.rung_of[replica.id] = static_cast<std::int32_t>((replica.id + sweep_) % run_.n_rungs);
    }
    row.prior_energy.assign(n, 0.25);
    row.accept_prob.assign(n_pairs, 0.125 * static_cast<double>(sweep_));
    row.accepted.assign(n_pairs, sweep_ % 2 == 0);
    row.swap_examples.assign(n_pairs, 100);
    store.commit(sweep_, row, run_.draw_after(sweep_) ? metrics : std::vector<double>{});
  }

  RunState state() const {
    std::vector<std::int32_t> replica_at(run_.n_replicas());
    std::iota(replica_at.begin(), replica_at.end(), 0);
    const std::vector<double> rungs(run_.n_rungs, 1.0);
    std::vector<StateArray> adaptation;
    if (!run_.adaptation.empty()) adaptation.push_back({"rejection_sum", rejection_sum_});
    return {sweep_, 0, replica_at, rungs, rungs, rungs, adaptation};
  }

  std::vector<std::span<float>> slots_of(Replica& replica) const {
    if (run_.slot_names.empty()) return {};
    return {replica.momentum};
  }

  std::vector<ReplicaState> views() {
    std::vector<ReplicaState> list;
    for (auto& replica : replicas_)
      list.push_back({replica.id, replica.theta, slots_of(replica), replica.scalars,
                      energy_of(replica), 0.25, replica.best, replica.best_energy, 0.25,
                      replica.best_sweep});
    return list;
  }

  RunDescription run_;
  std::vector<Replica> replicas_;
  std::vector<double> rejection_sum_ = std::vector<double>(4);
  std::uint64_t sweep_ = 0;
};

/// From the start to the end without a stop.
inline void run_through(const std::string& path, const RunDescription& run) {
  RunStore store =
      RunStore::create(path, run, SmallRun::all_of(run), Communicator::world(), Existing::refuse);
  SmallRun engine(run);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
}

}  // namespace temper
