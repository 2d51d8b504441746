#pragma once
// run.budget: what a run may take. A plan (train/plan.h) fits the run to it.

#include <string>

#include "config/section.h"

namespace temper {

/// In gradient evaluations: one is the forward and backward pass of one example. Seconds become
/// evaluations once, by the speed that this machine shows before the run.
struct RunBudget {
  enum class Unit { none, evaluations, epochs, seconds, cpu_seconds };
  Unit unit = Unit::none;
  double amount = 0;

  bool is_given() const { return unit != Unit::none; }
};

/// Reads run.budget: "10m", "1h30m", "600 cpu-s", "2000 epochs", or evaluations as a number; "":
/// none. Throws UsageError.
RunBudget read_budget(const Section& run);

/// @returns a budget without a unit where the text is none.
RunBudget parse_budget(const std::string& text);

}  // namespace temper
