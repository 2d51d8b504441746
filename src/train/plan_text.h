#pragma once
// A plan in words: what was chosen and why, what it costs, and what less would give up.

#include <cstdint>
#include <string>

#include "tempering/run_shape.h"
#include "train/experiment.h"
#include "train/plan_budget.h"

namespace temper {

/// What a plan goes by.
struct PlanFacts {
  Allowance allowance;
  std::uint32_t steps = 1;  ///< in a sweep
  double step_cost = 1;     ///< gradient evaluations of a step
  double energy_cost = 0;   ///< of the energy that a swap asks for, where the kernel has none
  double memory = 0;        ///< PilotFindings::usual_memory
  double lr = 0;            ///< chosen against heat; 0: the kernel's own
  double heat = 0;          ///< ExcessHeat::excess along the data before that, and with it
  double heat_left = 0;
  double slowness = 1;            ///< PilotFindings::slowness
  double barrier = 0;             ///< between the ends of the ladder that is run
  std::size_t rungs_wanted = 1;   ///< by the whole range
  double whole_cost = 0;          ///< of walking the whole range, where that isn't done
  double t_max = 0;               ///< of a narrow ladder
  std::uint64_t most_sweeps = 0;  ///< to which the run goes on if need be; 0: it doesn't
  bool is_guess = false;          ///< no pilot was affordable
  bool is_narrow = false;
  bool has_ladder = true;
  bool predicts = false;  ///< copies at T = 1, each from its own descent
  bool descends = false;  ///< to T = 0
  std::string kernel;     ///< kernel.type

  /// Phases or stiff directions hold replicas up more than a short pilot can tell: NOTES.md of
  /// tempering has what became of narrow ladders there.
  bool is_slow() const { return slowness > 3; }
  double sweep_cost() const { return step_cost * steps + energy_cost; }
};

/// Lines, each with its end.
std::string plan_text(const Experiment& experiment, const PlanFacts& facts, const RunShape& shape);

}  // namespace temper
