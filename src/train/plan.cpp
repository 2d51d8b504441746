#include "train/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/chosen_kernel.h"
#include "kernel/heat.h"
#include "kernel/thermal.h"
#include "method/budget.h"
#include "tempering/barrier.h"
#include "tempering/run_shape.h"
#include "train/ensemble_sizes.h"
#include "train/pilot_run.h"
#include "train/plan_text.h"
#include "train/predict.h"
#include "train/step_cost.h"

namespace temper {
namespace {

constexpr double gradients_of_sweep = 20;
constexpr double forgotten = 0.5;  ///< of an energy: what it may remember

/// Sweeps after which it remembers no more. @param memory  of one sweep, in (0, 1)
double sweeps_to_forget(double memory) { return std::ceil(std::log(forgotten) / std::log(memory)); }

Override decision(const char* key, const std::string& value) { return {key, value, "the plan"}; }

template <class T>
Override decision(const char* key, T value) {
  return decision(key, fmt::format("{}", value));
}

/// Whether the kernel has that option.
bool has_option(const Experiment& experiment, const std::string& key) {
  const auto reads = experiment.config.section("kernel").reads();
  return std::any_of(reads.begin(), reads.end(),
                     [&](const ReadOption& option) { return option.key == key; });
}

ShapeLimits limits_of(const RunOptions& run, double budget, bool is_sparing) {
  ShapeLimits limits{{}, {}, {}, budget, is_sparing};
  if (!run.open.copies) limits.n_copies = run.n_copies;
  if (!run.open.warmup) limits.n_warmup = run.n_warmup;
  if (!run.open.sweeps) limits.n_sweeps = run.n_sweeps;
  return limits;
}

class Planner {
 public:
  Planner(Experiment& experiment, const Freedom& freedom, const Communicator& world)
      : experiment_(experiment),
        freedom_(freedom),
        world_(world),
        limits_(limits_of(experiment.run, 0,
                          freedom.is_sparing || experiment.run.convergent.has_value())) {
    facts_.steps = experiment.run.steps;
    facts_.kernel = kernel_type(experiment.config.section("kernel"));
  }

  Plan make() {
    if (can_only_descend()) return descend_at_once();
    measure();
    if (ladder().temperature.back() == 0) return descend_as_asked();
    choose_steps();
    if (needs_pilot() && affords_pilot())
      look();
    else
      guess();
    if (!std::isfinite(facts_.barrier)) guess();  // energies of the pilot overflowed
    facts_.rungs_wanted = opens_rungs() ? recommended_rungs(facts_.barrier) : ladder().size();
    const auto shape = fit_run(facts_.rungs_wanted, demand(), limits_);
    if (shape && !(facts_.is_guess && opens_rungs())) return plan_of(*shape, {});
    if (!freedom_.narrows || !opens_rungs())
      return plan_of(least_run(facts_.rungs_wanted, demand(), limits_), {});
    if (!facts_.is_guess && !facts_.is_slow())
      if (const auto narrow = fit_narrow_run(facts_.rungs_wanted - 1, demand(), limits_))
        return plan_narrow(*narrow);
    return give_up_ladder();
  }

 private:
  const Ladder& ladder() const { return experiment_.ladder; }
  bool opens_rungs() const { return experiment_.ladder_options.auto_rungs; }
  double n_points() const { return static_cast<double>(experiment_.potential->n_points()); }
  LadderDemand demand() const { return {facts_.barrier, facts_.sweep_cost(), facts_.slowness}; }

  bool has_time_budget() const {
    const auto unit = experiment_.run.budget.unit;
    return unit == RunBudget::Unit::seconds || unit == RunBudget::Unit::cpu_seconds;
  }

  /// What steps cost, and how many of them there may be.
  void measure() {
    facts_.step_cost = evaluations_of_step(experiment_);
    facts_.energy_cost = experiment_.kernel->keeps_energy()
                             ? 0
                             : n_points() * Budget::per_energy / Budget::per_gradient;
    facts_.allowance = allowance_of(experiment_, facts_.step_cost, world_);
    limits_.budget = facts_.allowance.evaluations - (has_time_budget() ? 0 : paid_);
  }

  /// As many as twenty gradients over all the data take.
  void choose_steps() {
    if (experiment_.run.open.steps)
      facts_.steps = static_cast<std::uint32_t>(
          std::clamp(std::round(gradients_of_sweep * n_points() / facts_.step_cost), 1.0, 1000.0));
  }

  double pilot_cost() const {
    return static_cast<double>(ladder().size() * n_pilot_sweeps_) * facts_.sweep_cost();
  }

  bool needs_pilot() const {
    const auto& open = experiment_.run.open;
    return opens_rungs() || open.steps || open.sweeps;
  }

  /// A fifth of the budget, or at most a half if that is needed to see anything. A range that may
  /// not be narrowed has no other way to its rungs.
  bool affords_pilot() {
    constexpr std::uint64_t fewest = 40, most = 200;
    n_pilot_sweeps_ = 1;
    const double affordable =
        std::min(facts_.allowance.evaluations / 5 / pilot_cost(), double{most});
    n_pilot_sweeps_ = std::max(fewest, static_cast<std::uint64_t>(affordable));
    return pilot_cost() <= facts_.allowance.evaluations / 2 || (opens_rungs() && !freedom_.narrows);
  }

  /// Runs the pilot, again with shorter steps while rungs are too hot along the data.
  void look() {
    constexpr int most_cuts = 3;
    observe();
    facts_.heat = findings_.heat.excess;
    for (int cut = 0; cut < most_cuts && is_too_hot(); ++cut) cool();
    facts_.heat_left = findings_.heat.excess;
    facts_.memory = findings_.usual_memory();
    facts_.slowness = findings_.slowness();
    facts_.barrier = findings_.barrier();
  }

  bool is_too_hot() const {
    constexpr double tolerance = 0.02;
    const auto* thermal = experiment_.kernel->thermal();
    const auto& noise = experiment_.ladder_options;  // levels, whose temperatures go by lr
    if (noise.noise_is_range || !noise.noise_levels.empty()) return false;
    if (!freedom_.cools || !thermal || thermal->step_key() != "lr") return false;
    return findings_.heat.surely() > 0 && findings_.heat.excess > tolerance;
  }

  /// A shorter step, and as many more as let energies forget half of the sweep before. The excess
  /// is convex in lr and 0 at 0, so at most proportional to it. What it costs to look again is
  /// taken off the budget.
  void cool() {
    constexpr double aim = 0.015, most_cut = 1.0 / 32;
    const double lr = experiment_.kernel->step_size();
    const double excess = findings_.heat.excess;
    facts_.lr = std::stod(fmt::format("{:.2g}", std::max(most_cut, aim / excess) * lr));
    const double scale = facts_.lr / lr;
    const double factor = experiment_.run.open.steps ? steps_for_shorter(scale) : 1;
    experiment_ = rebuild_experiment(std::move(experiment_), {decision("kernel.lr", facts_.lr)});
    facts_.steps *= static_cast<std::uint32_t>(factor);
    findings_.shorten_steps(scale, factor);
    if (affords_pilot() && pilot_cost() < limits_.budget / 2) observe();
    doubt_reading(scale * excess);
  }

  /// After the longest cut a pilot may no longer tell what still matters in a run.
  void doubt_reading(double at_most) {
    constexpr double matters = 0.04;
    if (at_most > matters && !(findings_.heat.surely() > 0)) findings_.heat = {at_most, 0};
  }

  /// How many times as many steps of `scale` times the size forget half of a sweep's energy.
  double steps_for_shorter(double scale) const {
    const double memory = std::pow(std::clamp(findings_.usual_memory(), 0.01, 0.99), scale);
    return std::clamp(sweeps_to_forget(memory), 1.0, std::ceil(1 / scale));
  }

  /// Runs the pilot; again with more steps if energies remember more than half of the sweep before.
  void observe() {
    constexpr double most_raised = 8;
    pilot();
    const double memory = findings_.usual_memory();
    if (experiment_.run.open.steps && memory > forgotten) {
      const double factor = std::clamp(sweeps_to_forget(memory), 2.0, most_raised);
      facts_.steps *= static_cast<std::uint32_t>(factor);
      if (pilot_cost() < facts_.allowance.evaluations / 5)
        pilot();
      else
        findings_.raise_steps(factor);
    }
  }

  /// A budget pays for its pilots, too.
  void pilot() {
    findings_ = run_pilot(experiment_, {n_pilot_sweeps_, facts_.steps}, world_);
    if (!experiment_.run.budget.is_given()) return;
    paid_ += pilot_cost();
    limits_.budget -= pilot_cost();
  }

  void guess() {
    facts_.barrier = barrier_at_most();
    facts_.is_guess = true;
  }

  /// What the data can add to a constant guess, in nats: N log(classes), or a few a number.
  double barrier_at_most() const {
    const double a_point = experiment_.data && experiment_.data->task == Task::classification
                               ? std::log(static_cast<double>(experiment_.data->n_classes))
                               : 3.0;
    return most_barrier(static_cast<double>(experiment_.potential->dim()), n_points(),
                        a_point * n_points());
  }

  Plan plan_narrow(const RunShape& shape) {
    facts_.is_narrow = true;
    facts_.whole_cost =
        least_run(facts_.rungs_wanted, demand(), limits_).evaluations(facts_.sweep_cost());
    facts_.barrier = narrow_barrier(shape.n_rungs);
    const double beta = beta_at_barrier(findings_.moments, findings_.rejection, facts_.barrier);
    facts_.t_max = 1 / beta;
    if (!experiment_.ladder_options.noise_is_range)
      return plan_of(shape, {decision("ladder.t_max", facts_.t_max)});
    const double noise = noise_level(*experiment_.kernel, facts_.t_max, *experiment_.potential);
    return plan_of(shape, {decision("ladder.noise_max", noise)});
  }

  Plan plan_of(const RunShape& shape, std::vector<Override> decisions) {
    if (opens_rungs()) decisions.push_back(decision("ladder.rungs", shape.n_rungs));
    return finish(shape, std::move(decisions));
  }

  /// Copies that never exchange: descents or an ensemble from them, where the plan may say so, else
  /// of the target.
  Plan give_up_ladder() {
    facts_.whole_cost =
        least_run(facts_.rungs_wanted, demand(), limits_).evaluations(facts_.sweep_cost());
    facts_.has_ladder = false;
    if (freedom_.descends) return affords_ensemble(limits_.budget) ? predict() : descend();
    shorten_sweeps();
    const auto one = fit_run(1, {0, facts_.sweep_cost()}, limits_);
    std::vector<Override> decisions = {decision("ladder.rungs", 1), decision("ladder.t_max", "")};
    facts_.predicts = experiment_.network && experiment_.optimise.goal == Goal::sample;
    if (facts_.predicts) decisions.push_back(decision("run.goal", R"("predict")"));
    return finish(one.value_or(least_run(1, {0, facts_.sweep_cost()}, limits_)), decisions);
  }

  /// So that the shortest run of one rung keeps to the budget.
  void shorten_sweeps() {
    const auto cost = facts_.sweep_cost();
    const double least = least_run(1, {0, cost}, limits_).evaluations(cost);
    if (experiment_.run.open.steps && least > limits_.budget)
      facts_.steps = static_cast<std::uint32_t>(
          std::max(1.0, std::floor(facts_.steps * limits_.budget / least)));
  }

  /// Eight copies of a thousand steps of two gradients, so that each can leave its descent.
  bool affords_ensemble(double evaluations) const {
    constexpr double least = 8 * 1000 * 2;
    return evaluations >= least * n_points();
  }

  /// What is left to the plan costs more than an ensemble, and so does much of its search.
  bool can_only_descend() const {
    return freedom_.descends && opens_rungs() && !limits_.n_sweeps &&
           !affords_ensemble(allowance_at_most(experiment_, world_));
  }

  /// Where even a look at other ways would take more than there is.
  Plan descend_at_once() {
    guess();
    facts_.step_cost = gradients_of_sweep * n_points() / facts_.steps;
    facts_.rungs_wanted = recommended_rungs(facts_.barrier);
    return give_up_ladder();
  }

  /// Copies about minima of their own: the recipe of run.goal = "predict".
  Plan predict() {
    const auto length = predict_length(experiment_.potential->n_points(),
                                       experiment_.potential->dim(), limits_.budget / n_points());
    facts_.predicts = true;
    facts_.kernel = "mclmc";
    facts_.step_cost = 2 * n_points();
    facts_.energy_cost = 0;
    facts_.steps = length.steps;
    return finish(
        {1, limits_.n_copies.value_or(length.n_copies), limits_.n_warmup.value_or(length.n_warmup),
         limits_.n_sweeps.value_or(length.n_sweeps)},
        {decision("run.goal", R"("predict")"), decision("kernel.type", R"("mclmc")"),
         decision("kernel.metric", ""), decision("kernel.error", length.error),
         decision("ladder.rungs", ""), decision("ladder.t_min", ""), decision("ladder.t_max", ""),
         decision("ladder.temperatures", "[1]"), decision("ladder.tempering", R"("posterior")")});
  }

  /// A deep ensemble.
  Plan descend() {
    experiment_ = rebuild_experiment(
        std::move(experiment_),
        {decision("kernel.type", R"("adam")"), decision("kernel.metric", ""),
         decision("exchange.schedule", R"("none")"), decision("ladder.rungs", ""),
         decision("ladder.t_min", ""), decision("ladder.t_max", ""),
         decision("ladder.temperatures", "[0]"), decision("ladder.tempering", R"("posterior")")});
    freedom_.cools = freedom_.batches = true;
    facts_.kernel = "adam";
    measure();
    return descend_as_asked();
  }

  /// Descents that the config asks for.
  Plan descend_as_asked() {
    const bool batches = freedom_.batches && has_option(experiment_, "batch");
    const auto sizes = sizes_of_descents(batches ? std::nullopt : std::optional(facts_.step_cost));
    std::vector<Override> decisions;
    if (batches) decisions.push_back(decision("kernel.batch", sizes.batch));
    if (freedom_.cools && has_option(experiment_, "lr"))
      decisions.push_back(decision("kernel.lr", sizes.lr));
    facts_.has_ladder = false;
    return finish_descents(sizes, std::move(decisions));
  }

  EnsembleSizes sizes_of_descents(std::optional<double> step_cost) const {
    const auto& run = experiment_.run;
    return ensemble_sizes({.n_points = experiment_.potential->n_points(),
                           .budget = limits_.budget,
                           .n_members = limits_.n_copies,
                           .steps = run.open.steps ? std::nullopt : std::optional(run.steps),
                           .step_cost = step_cost,
                           .energy_cost = facts_.energy_cost});
  }

  Plan finish_descents(const EnsembleSizes& sizes, std::vector<Override> decisions) {
    facts_.descends = true;
    facts_.steps = sizes.steps;
    facts_.step_cost = sizes.step_cost;
    return finish({1, sizes.n_members, limits_.n_warmup.value_or(sizes.n_warmup),
                   limits_.n_sweeps.value_or(sizes.n_sweeps)},
                  std::move(decisions));
  }

  /// As far as the budget goes, for a run that ends when it has converged.
  std::uint64_t most_sweeps(const RunShape& shape) const {
    const double all = limits_.budget /
                       (static_cast<double>(shape.n_rungs * shape.n_copies) * facts_.sweep_cost());
    return std::max(shape.n_sweeps, static_cast<std::uint64_t>(std::clamp(
                                        all - static_cast<double>(shape.n_warmup), 1.0, 2e9)));
  }

  /// Whether a ladder whose length nobody has settled goes on until its own verdict is content.
  bool asks_verdict(const RunShape& shape) const {
    const bool is_open = limits_.is_sparing && !experiment_.config.section("run").has("until");
    const bool samples = experiment_.optimise.goal == Goal::sample && shape.n_rungs > 1;
    return is_open && samples && 2 * most_sweeps(shape) >= 3 * shape.n_sweeps;
  }

  Plan finish(const RunShape& shape, std::vector<Override> decisions) {
    const std::uint64_t most_draws = facts_.predicts ? PredictLength::n_draws : 500;
    const auto& open = experiment_.run.open;
    const auto decide = [&](bool is_open, const char* key, auto value) {
      if (is_open) decisions.push_back(decision(key, value));
    };
    decide(facts_.lr > 0, "kernel.lr", facts_.lr);
    decide(open.steps, "run.steps", facts_.steps);
    decide(open.copies, "run.copies", shape.n_copies);
    decide(open.warmup, "run.warmup", shape.n_warmup);
    decide(open.sweeps, "run.sweeps", shape.n_sweeps);
    if (open.sweeps && (experiment_.run.convergent || asks_verdict(shape))) {
      facts_.most_sweeps = most_sweeps(shape);
      decisions.push_back(decision("run.most_sweeps", facts_.most_sweeps));
      decide(!experiment_.run.convergent, "run.until", R"("verdict")");
    }
    decide(
        open.thin, "output.thin",
        facts_.descends ? shape.n_sweeps : std::max<std::uint64_t>(1, shape.n_sweeps / most_draws));
    return {std::move(decisions), plan_text(experiment_, facts_, shape)};
  }

  Experiment& experiment_;
  Freedom freedom_;
  const Communicator& world_;
  PlanFacts facts_;
  ShapeLimits limits_;
  double paid_ = 0;  ///< for pilots, out of a budget
  std::uint64_t n_pilot_sweeps_ = 0;
  PilotFindings findings_;
};

}  // namespace

Plan make_plan(Experiment& experiment, const Freedom& freedom, const Communicator& world) {
  return Planner(experiment, freedom, world).make();
}

}  // namespace temper
