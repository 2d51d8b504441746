#include "train/plan_budget.h"

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

/// By the speed that this machine shows now.
Allowance measured_allowance(Experiment& experiment, double cpu_seconds,
                             const Communicator& world) {
  constexpr double exploring = 0.85;  // share of the time; the rest is swaps, measures and writing
  const double speed = evaluations_per_second(experiment, world);
  return {exploring * cpu_seconds * speed, speed};
}

}  // namespace

Allowance allowance_of(Experiment& experiment, const Communicator& world) {
  using Unit = RunBudget::Unit;
  const auto [unit, amount] = experiment.run.budget;
  const double nominal = nominal_speed(experiment);
  switch (unit) {
    case Unit::none:
      return {usual_seconds * nominal, nominal};
    case Unit::evaluations:
      return {amount, nominal};
    case Unit::epochs:
      return {amount * static_cast<double>(experiment.potential->n_points()), nominal};
    case Unit::cpu_seconds:
      return measured_allowance(experiment, amount, world);
    case Unit::seconds:
      return measured_allowance(experiment, amount * world.size(), world);
  }
  return {};
}

}  // namespace temper
