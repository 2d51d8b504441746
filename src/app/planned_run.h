#pragma once
// What `temper train` makes of an experiment before its run: nothing is left open.

#include <string>

#include "app/arguments.h"
#include "app/session.h"
#include "train/plan.h"

namespace temper {

/// The root looks for the run, so that no rank sees what another has just made. Collective.
bool run_exists(const std::string& folder, const Communicator& world);

/// Where a run is to be, and how it starts.
struct RunPlace {
  std::string folder;
  bool exists = false;
  Start start = Start::fresh;
  std::string data_path = {};  ///< as of build_experiment
};

/// Plans what is open, and says it in words. A run that is gone on with has been planned: its
/// config says how. Collective.
std::string settle(const Arguments& arguments, Experiment& experiment, const RunPlace& place,
                   const Freedom& freedom, const Communicator& world);

}  // namespace temper
