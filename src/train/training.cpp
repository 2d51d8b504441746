#include "train/training.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "kernel/heat.h"
#include "tempering/adaptation.h"
#include "train/descent.h"
#include "train/optimise.h"
#include "train/pair_energies.h"
#include "train/starting_point.h"

namespace temper {
namespace {

bool adapts_by_error(const Experiment& experiment) {
  return !std::isnan(experiment.kernel->target_error(0));
}

bool adapts_steps(const Experiment& experiment) {
  return !std::isnan(experiment.kernel->target_accept()) || adapts_by_error(experiment);
}

/// A metric needs rounds, as the ladder does: steps must adapt to it.
Adapts what_adapts(const Experiment& experiment) {
  if (experiment.adapt || experiment.kernel->adapts_metric()) return Adapts::ladder;
  return adapts_steps(experiment) ? Adapts::steps : Adapts::nothing;
}

/// Mean over the copies of what the replica on each rung reports; NaN where none has a number.
std::vector<double> mean_by_rung(const std::vector<double>& by_replica,
                                 const std::vector<std::int32_t>& rung_of, std::size_t n_rungs) {
  std::vector<double> sum(n_rungs, 0.0), n(n_rungs, 0.0);
  for (std::size_t replica = 0; replica < by_replica.size(); ++replica) {
    if (std::isnan(by_replica[replica])) continue;
    sum[static_cast<std::size_t>(rung_of[replica])] += by_replica[replica];
    n[static_cast<std::size_t>(rung_of[replica])] += 1;
  }
  std::transform(sum.begin(), sum.end(), n.begin(), sum.begin(), std::divides<>());
  return sum;
}

TemperingState first_state(const Experiment& experiment) {
  const auto& ladder = experiment.ladder;
  TemperingState state{{ladder, ReplicaAt(experiment.n_replicas())},
                       0,
                       0,
                       RejectionRates(ladder.size()),
                       StepAdaptation(ladder.step_size, experiment.kernel->target_accept()),
                       ErrorAdaptation(ladder.step_size),
                       RoundTrips(experiment.n_replicas()),
                       {},
                       {0, 0},
                       {}};
  if (experiment.adapt && experiment.objective->needs_record())
    state.record = {ladder.size(), experiment.n_replicas()};
  if (experiment.kernel->adapts_metric()) {
    state.scale.resize(ladder.size());
    state.squares = {ladder.size(), experiment.potential->dim()};
  }
  std::iota(state.replica_at.begin(), state.replica_at.end(), 0u);
  return state;
}

std::vector<Replica> empty_replicas(const Experiment& experiment, ReplicaRange block) {
  std::vector<Replica> replicas(block.size(), fresh_replica(experiment));
  for (std::size_t i = 0; i < replicas.size(); ++i)
    replicas[i].id = static_cast<std::uint32_t>(block.first + i);
  return replicas;
}

std::vector<Replica*> pointers_to(std::vector<Replica>& replicas) {
  std::vector<Replica*> pointers;
  for (auto& replica : replicas) pointers.push_back(&replica);
  return pointers;
}

std::vector<double> betas(const Ladder& ladder) {
  std::vector<double> betas(ladder.size());
  for (std::size_t rung = 0; rung < betas.size(); ++rung) betas[rung] = ladder.beta(rung);
  return betas;
}

std::vector<StateArray> saved_adaptation(const Experiment& experiment,
                                         const TemperingState& state) {
  // Temperatures as well as betas, since 1 / (1 / T) is not always T to the bit.
  std::vector<StateArray> arrays = {{"temperature", state.ladder.temperature},
                                    {"rejection", state.rejection.save()},
                                    {"round_trips", state.trips.save()},
                                    {"steps", state.steps.save()},
                                    {"swap_tally", state.tally.save()}};
  if (adapts_by_error(experiment)) arrays.push_back({"errors", state.errors.save()});
  if (state.record.is_kept()) arrays.push_back({"record", state.record.save()});
  if (!state.scale.empty()) {
    arrays.push_back({"scale", saved_scales(state.scale, experiment.potential->dim())});
    arrays.push_back({"squared_gradients", state.squares.save()});
  }
  return arrays;
}

ReplicaRange range_of_rank(const Experiment& experiment, const Communicator& world) {
  const auto replicas = experiment.draws_groups();
  return experiment.shares.empty() ? replicas_of_rank(replicas, world.rank(), world.size())
                                   : replicas_of_rank(replicas, world.rank(), experiment.shares);
}

std::vector<double> noise_levels(const Experiment& experiment, const Ladder& ladder) {
  std::vector<double> levels;
  for (const double temperature : ladder.temperature)
    levels.push_back(noise_level(*experiment.kernel, temperature, *experiment.potential));
  return levels;
}

}  // namespace

std::vector<std::uint64_t> round_starts(const Experiment& experiment) {
  return round_first_sweeps(experiment.run.n_warmup, what_adapts(experiment));
}

std::vector<ArrayDescription> saved_arrays(const Experiment& experiment) {
  std::vector<ArrayDescription> arrays;
  const auto state = first_state(experiment);
  for (const auto& array : saved_adaptation(experiment, state))
    arrays.push_back({array.name, array.values.size()});
  return arrays;
}

Training::Training(Experiment& experiment, const Communicator& world)
    : experiment_(experiment),
      world_(world),
      explorer_(*experiment.kernel, *experiment.reference, *experiment.potential,
                /*group=*/1),  // more are no faster: tests/bench/README.md
      round_first_sweep_(round_starts(experiment)),
      state_(first_state(experiment)),
      replicas_(empty_replicas(experiment, range_of_rank(experiment, world))),
      ensemble_(*experiment.kernel, pointers_to(replicas_), range_of_rank(experiment, world).first,
                /*is_watched=*/true) {
  experiment.kernel->freeze_after(experiment.run.n_warmup * experiment.run.steps);
  ensemble_.place(state_);
}

void Training::start() {
  state_ = first_state(experiment_);  // the run that it starts from may have told the steps
  ensemble_.place(state_);
  for (auto& move : moves()) {
    starting_point(experiment_, move.replica->id, move.replica->theta);
    experiment_.kernel->start(move, start_key(experiment_, move.replica->id));
    if (!experiment_.init.from.empty()) continue;
    if (experiment_.optimise.goal == Goal::optimise) start_by_tournament(experiment_, move, 0);
    if (experiment_.optimise.goal == Goal::predict) start_by_descent(experiment_, move);
  }
}

Training::Sweep Training::sweep(Stopwatch& watch) {
  const auto& run = experiment_.run;
  for (auto& move : moves()) move.sums = {};
  const bool needs_energy = is_energy_due();
  explorer_.sweep(moves(), {run.seed, state_.sweep, run.steps, needs_energy}, watch);
  if (is_last_sweep() && experiment_.optimise.goal == Goal::optimise) {
    watch.start(Phase::explore);
    for (auto& move : moves()) polish_best(experiment_, *move.replica, state_.sweep);
  }

  watch.start(Phase::wait);
  world_.barrier();
  watch.start(Phase::swap);
  Sweep done{rung_of(state_.replica_at, state_.ladder.size()),
             gather_report(moves(), *experiment_.kernel, world_),
             {}};
  if (needs_energy) refuse_not_finite(done.report, done.rung_of, state_.sweep);
  if (state_.sweep < run.n_warmup && !state_.scale.empty()) gather_gradients();
  done.phase = exchange(done.report);
  return done;
}

void Training::feed_hottest() {
  const auto n_rungs = state_.ladder.size();
  for (auto& move : moves())
    for (std::size_t copy = 0; copy < experiment_.run.n_copies; ++copy)
      if (state_.replica_at[(copy + 1) * n_rungs - 1] == move.replica->id)
        start_by_tournament(experiment_, move, state_.sweep);
}

bool Training::is_energy_due() const {
  return takes_energies(*experiment_.swap_test, *experiment_.potential) ||
         experiment_.kernel->keeps_energy() || (state_.sweep + 1) % experiment_.run.thin == 0;
}

SwapPhase Training::exchange(const SweepReport& report) {
  const SwapTest& test = *experiment_.swap_test;
  const SwapKey key{experiment_.run.seed, static_cast<std::uint32_t>(state_.sweep)};
  auto& potential = *experiment_.potential;
  return temper::exchange(
      state_, {experiment_.schedule, test}, key, [&](const std::vector<Proposal>& proposals) {
        const auto& ladder = state_.ladder;
        return takes_energies(test, potential)
                   ? exact_differences(proposals, report.tempered(ladder.tempering),
                                       potential.n_points())
                   : gather_differences(test, {proposals, ladder, moves(), key}, potential, world_);
      });
}

void Training::advance(const Sweep& done) {
  state_.replica_at = done.phase.replica_at;
  if (state_.sweep == experiment_.run.n_warmup)
    state_.rejection = RejectionRates(state_.ladder.size());  // says nothing of warm-up
  state_.rejection.add(done.phase.swaps);
  state_.tally.add(done.phase.swaps);
  if (state_.sweep >= experiment_.run.n_warmup)
    state_.trips.visit(done.rung_of, state_.ladder.size());
  if (state_.sweep < experiment_.run.n_warmup && state_.record.is_kept())
    state_.record.add(done.report.tempered(state_.ladder.tempering), done.rung_of);
  if (state_.sweep < experiment_.run.n_warmup && adapts_steps(experiment_)) adapt_steps(done);
  ++state_.sweep;
  ensemble_.assign(state_);
  if (experiment_.optimise.is_feeding_time(state_.sweep)) feed_hottest();
}

void Training::adapt_steps(const Sweep& done) {
  auto& ladder = state_.ladder;
  if (adapts_by_error(experiment_)) {
    const auto& kernel = *experiment_.kernel;
    const double progress =
        static_cast<double>(state_.sweep + 1) / static_cast<double>(experiment_.run.n_warmup);
    state_.errors.update(mean_by_rung(done.report.log_error, done.rung_of, ladder.size()),
                         std::log(kernel.target_error(progress)), std::log(kernel.target_error(1)));
    ladder.step_size = state_.errors.exploring();
    return;
  }
  state_.steps.update(mean_by_rung(done.report.kernel_accept_prob, done.rung_of, ladder.size()));
  ladder.step_size = state_.steps.exploring();
}

/// Every fourth sweep is enough, and what ranks tell each other then is as long as all thetas.
void Training::gather_gradients() {
  constexpr std::uint64_t every = 4;
  if (state_.sweep % every != 0) return;
  const auto dim = experiment_.potential->dim();
  std::vector<double> mine;
  for (const auto& move : moves()) {
    mine.push_back(static_cast<double>(move.replica->id));
    mine.insert(mine.end(), move.replica->slots[0].begin(), move.replica->slots[0].end());
  }
  const auto all = world_.all_gather(mine);
  const auto rungs = rung_of(state_.replica_at, state_.ladder.size());
  for (std::size_t first = 0; first < all.size(); first += dim + 1) {
    const auto rung = static_cast<std::size_t>(rungs[static_cast<std::size_t>(all[first])]);
    if (!std::isinf(state_.ladder.temperature[rung]))
      state_.squares.add(rung, std::span(all).subspan(first + 1, dim));
  }
}

/// Of the round to come.
std::vector<double> Training::next_steps() const {
  if (adapts_by_error(experiment_)) return state_.errors.averaged();
  if (adapts_steps(experiment_)) return state_.steps.averaged();
  return step_sizes(state_.ladder, *experiment_.kernel, *experiment_.potential);
}

std::vector<double> Training::next_temperatures() const {
  const auto findings = state_.record.findings(state_.rejection.metropolis_rates());
  const auto& temperature = state_.ladder.temperature;
  return equal_weights(temperature, experiment_.objective->weights(temperature, findings));
}

void Training::adapt_metric() {
  const auto n_rungs = state_.ladder.size();
  for (std::size_t rung = 0; rung < n_rungs; ++rung)
    if (auto scale = state_.squares.scale(rung); !scale.empty())
      state_.scale[rung] = std::move(scale);
  state_.squares = {n_rungs, experiment_.potential->dim()};
}

bool Training::is_round_due() const {
  return std::binary_search(round_first_sweep_.begin(), round_first_sweep_.end(), state_.sweep);
}

void Training::begin_round() {
  const auto round = std::find(round_first_sweep_.begin(), round_first_sweep_.end(), state_.sweep);
  state_.round = static_cast<std::size_t>(round - round_first_sweep_.begin());
  if (state_.round == 0) return;
  auto& ladder = state_.ladder;
  if (experiment_.adapt) ladder.temperature = next_temperatures();
  ladder.step_size = next_steps();
  if (!state_.scale.empty()) adapt_metric();
  state_.rejection = RejectionRates(ladder.size());
  state_.record.begin_round();
  state_.steps = StepAdaptation(ladder.step_size, experiment_.kernel->target_accept());
  state_.errors = ErrorAdaptation(ladder.step_size);
  ensemble_.assign(state_);
}

RunState Training::save() const {
  const auto& ladder = state_.ladder;
  RunState state;
  state.sweep = state_.sweep;
  state.round = state_.round;
  state.replica_at.assign(state_.replica_at.begin(), state_.replica_at.end());
  state.beta = betas(ladder);
  state.step_size = ladder.step_size;
  state.noise_level = noise_levels(experiment_, ladder);
  state.adaptation = saved_adaptation(experiment_, state_);
  return state;
}

void Training::restore(const RunState& state) {
  state_.sweep = state.sweep;
  state_.round = state.round;
  state_.replica_at.assign(state.replica_at.begin(), state.replica_at.end());
  state_.ladder.temperature = state.array("temperature");
  state_.ladder.step_size = state.step_size;
  state_.rejection.restore(state.array("rejection"));
  state_.trips.restore(state.array("round_trips"));
  state_.steps.restore(state.array("steps"));
  state_.tally.restore(state.array("swap_tally"));
  if (adapts_by_error(experiment_)) state_.errors.restore(state.array("errors"));
  if (state_.record.is_kept()) state_.record.restore(state.array("record"));
  if (!state_.scale.empty()) {
    state_.scale = restored_scales(state.array("scale"), state_.ladder.size());
    state_.squares.restore(state.array("squared_gradients"));
  }
  ensemble_.place(state_);
}

}  // namespace temper
