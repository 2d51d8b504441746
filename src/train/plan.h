#pragma once
// What a config leaves open ("auto"), chosen before the run: steps until energies forget, rungs by
// the barrier of a short pilot, and as many copies and sweeps as let every copy come round often,
// within run.budget. Where that can't be had, it says what it would take, and plans the next best
// that can: a narrow ladder, or copies without exchange.
//
// Everything but a budget of seconds is counted, not timed, so a plan is the same on any number of
// ranks. It goes into the config of the run, which is never planned again.

#include <string>
#include <vector>

#include "train/experiment.h"

namespace temper {

/// What a plan may change beside what is open.
struct Freedom {
  bool narrows = false;    ///< t_max, where the whole range can't be walked
  bool descends = false;   ///< kernel and ladder, to an ensemble of descents
  bool cools = false;      ///< the step size, where the config gives none and rungs are too hot
  bool batches = false;    ///< kernel.batch of descents, where the config gives none
  bool is_sparing = true;  ///< takes no more of the budget than it needs
};

/// What a config file allows: with a budget, all that fits the run to it.
inline Freedom freedom_of_file(const Experiment& experiment) {
  const bool is_given = experiment.run.budget.is_given();
  return {.narrows = is_given, .is_sparing = !is_given};
}

struct Plan {
  std::vector<Override> decisions;  ///< for rebuild_experiment
  std::string text;                 ///< what was chosen and why: lines
};

/// Requires `experiment.needs_plan()`, and leaves it with the kernel and step size that are
/// planned. Collective.
Plan make_plan(Experiment& experiment, const Freedom& freedom, const Communicator& world);

}  // namespace temper
