#pragma once
// Everything that a config describes, built: the nouns of a run.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "comm/communicator.h"
#include "config/config.h"
#include "data/dataset.h"
#include "kernel/kernel.h"
#include "potential/potential.h"
#include "tempering/ladder.h"
#include "tempering/ladder_objective.h"
#include "tempering/swap_phase.h"
#include "train/goal.h"
#include "train/init_options.h"
#include "train/predict.h"
#include "train/run_options.h"

namespace temper {

class NetworkPosterior;

struct Experiment {
  Config config;
  RunOptions run;
  OptimiseOptions optimise;
  PredictOptions predict;
  std::optional<Dataset> data;  ///< none for an analytic potential
  std::unique_ptr<Potential> potential;
  NetworkPosterior* network = nullptr;  ///< the potential, if it is a network's
  std::unique_ptr<Kernel> kernel;
  std::unique_ptr<Kernel> reference;  ///< draws from the prior, for a rung at beta = 0
  std::unique_ptr<SwapTest> swap_test;
  PairSchedule schedule = PairSchedule::even_odd;
  std::unique_ptr<LadderObjective> objective;  ///< where adaptation moves the rungs
  LadderOptions ladder_options;                ///< as [ladder] has them
  Ladder ladder;  ///< before any adaptation; a pilot's if rungs are "auto"
  InitOptions init;
  std::vector<float> starting_weights;  ///< [P] once they are read from a file of weights
  bool adapt = false;                   ///< place the rungs in warm-up
  std::vector<double> shares;           ///< of the replicas, by rank; empty: even
  bool deals_anew = true;               ///< by measured speed, at checkpoints

  std::size_t n_replicas() const { return ladder.size() * run.n_copies; }
  DrawsGroups draws_groups() const { return {n_replicas(), run.replicas_per_file}; }

  /// True if the config leaves something to a plan (train/plan.h), which must come before a run.
  bool needs_plan() const { return ladder_options.auto_rungs || run.open.any(); }
};

/// The step on each rung, before any adaptation [R].
std::vector<double> step_sizes(const Ladder& ladder, const Kernel& kernel,
                               const Potential& potential);

/// Gives keys of the config that the user has left open, once the data are known.
using Supplement = std::function<void(Config&, const Dataset&)>;

/// Builds all of it and refuses what nobody has read. Collective. The same errors on every rank:
/// UsageError for the config, DataError for the data.
/// @param data_path  where the file lies that `data.source` names; "": there
Experiment build_experiment(Config config, const Communicator& world,
                            const Supplement& supplement = {}, const std::string& data_path = "");

/// The same with other values for some keys of its config, but none of [data]. Throws UsageError.
Experiment rebuild_experiment(Experiment experiment, const std::vector<Override>& decisions);

}  // namespace temper
