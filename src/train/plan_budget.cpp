#include "train/plan_budget.h"

#include <algorithm>

#include "base/cpu_time.h"
#include "train/step_cost.h"

namespace temper {
namespace {

constexpr double usual_seconds = 120;

/// An evaluation takes three multiplications a parameter, and what does not depend on them.
double nominal_speed(const Experiment& experiment) {
  constexpr double multiplications_per_second = 2e10, overhead = 150;
  return multiplications_per_second /
         (3 * static_cast<double>(experiment.potential->dim()) + overhead);
}

/// Of a budget that is no time.
Allowance counted_allowance(const Experiment& experiment) {
  const auto [unit, amount] = experiment.run.budget;
  const double speed = nominal_speed(experiment);
  if (unit == RunBudget::Unit::none) return {usual_seconds * speed, speed};
  if (unit == RunBudget::Unit::evaluations) return {amount, speed};
  return {amount * static_cast<double>(experiment.potential->n_points()), speed};  // epochs
}

/// By the speed that this machine shows now.
Allowance measured_allowance(Experiment& experiment, double step_cost, double seconds,
                             const Communicator& world) {
  constexpr double exploring = 0.85;  // share of the time; the rest is swaps, measures and writing
  constexpr double least = 0.1;       // share that is left in any case
  const double speed = evaluations_per_second(experiment, step_cost, world);
  const double spent = world.size() * world.broadcast(cpu_seconds());
  return {exploring * std::max(least * seconds, seconds - spent) * speed, speed};
}

}  // namespace

double allowance_at_most(const Experiment& experiment, const Communicator& world) {
  constexpr double much_faster = 4;
  const auto& budget = experiment.run.budget;
  const double seconds = budget.amount * much_faster * nominal_speed(experiment);
  if (budget.unit == RunBudget::Unit::seconds) return seconds * world.size();
  if (budget.unit == RunBudget::Unit::cpu_seconds) return seconds;
  return counted_allowance(experiment).evaluations;
}

Allowance allowance_of(Experiment& experiment, double step_cost, const Communicator& world) {
  const auto [unit, amount] = experiment.run.budget;
  if (unit == RunBudget::Unit::cpu_seconds)
    return measured_allowance(experiment, step_cost, amount, world);
  if (unit == RunBudget::Unit::seconds)
    return measured_allowance(experiment, step_cost, amount * world.size(), world);
  return counted_allowance(experiment);
}

}  // namespace temper
