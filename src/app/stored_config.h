#pragma once
// The config that a run was begun with, out of the run itself.

#include <string>
#include <vector>

#include "comm/communicator.h"
#include "config/config.h"
#include "train/experiment.h"

namespace temper {

/// Read by the root for all ranks. Throws UsageError on every rank if there is no run. Collective.
Config stored_config(const std::string& folder, const Communicator& world,
                     const std::vector<Override>& overrides = {});

/// What it describes. Throws IoError on every rank if that has another number of parameters than
/// the run's draws: a folder from somebody else may say one thing and hold another. Collective.
Experiment stored_experiment(const std::string& folder, const Communicator& world);

}  // namespace temper
