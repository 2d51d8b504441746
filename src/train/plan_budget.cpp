#include "train/plan_budget.h"

#include "train/step_cost.h"

namespace temper {
namespace {

constexpr double usual_seconds = 120;

/// An evaluation takes three multiplications a parameter, and what does not depend on them.
double seconds_of_evaluation(const Experiment& experiment) {
  constexpr double multiplications_per_second = 2e10, overhead = 150;
  return (3 * static_cast<double>(experiment.potential->dim()) + overhead) /
         multiplications_per_second;
}

}  // namespace

double nominal_seconds(const Experiment& experiment, double evaluations) {
  return evaluations * seconds_of_evaluation(experiment);
}

double evaluations_allowed(Experiment& experiment, const Communicator& world) {
  constexpr double exploring = 0.85;  // share of the time; the rest is swaps, measures and writing
  using Unit = RunBudget::Unit;
  const auto [unit, amount] = experiment.run.budget;
  switch (unit) {
    case Unit::none:
      return usual_seconds / seconds_of_evaluation(experiment);
    case Unit::evaluations:
      return amount;
    case Unit::epochs:
      return amount * static_cast<double>(experiment.potential->n_points());
    case Unit::cpu_seconds:
      return exploring * amount * evaluations_per_second(experiment, world);
    case Unit::seconds:
      return exploring * amount * evaluations_per_second(experiment, world) * world.size();
  }
  return 0;
}

}  // namespace temper
