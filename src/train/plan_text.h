#pragma once
// A plan in words: what was chosen and why, what it costs, and what less would give up.

#include <cstdint>
#include <string>

#include "tempering/run_shape.h"
#include "train/experiment.h"

namespace temper {

/// What a plan goes by.
struct PlanFacts {
  double budget = 0;             ///< gradient evaluations
  std::uint32_t steps = 1;       ///< in a sweep
  double step_cost = 1;          ///< gradient evaluations of a step
  double energy_cost = 0;        ///< of the energy that a swap asks for, where the kernel has none
  double memory = 0;             ///< PilotFindings::memory
  double barrier = 0;            ///< between the ends of the ladder that is run
  std::size_t rungs_wanted = 1;  ///< by the whole range
  double whole_cost = 0;         ///< of walking the whole range, where that isn't done
  double t_max = 0;              ///< of a narrow ladder
  bool is_guess = false;         ///< no pilot was affordable
  bool is_slow = false;          ///< energies remembered too much before steps were raised
  bool is_narrow = false;
  bool has_ladder = true;
  bool descends = false;

  double sweep_cost() const { return step_cost * steps + energy_cost; }
};

/// Lines, each with its end.
std::string plan_text(const Experiment& experiment, const PlanFacts& facts, const RunShape& shape);

}  // namespace temper
