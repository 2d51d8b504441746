#pragma once
// The config that a run was begun with, out of the run itself.

#include <string>
#include <vector>

#include "comm/communicator.h"
#include "config/config.h"

namespace temper {

/// Read by the root for all ranks. Throws UsageError on every rank if there is no run. Collective.
Config stored_config(const std::string& folder, const Communicator& world,
                     const std::vector<Override>& overrides = {});

/// Throws IoError if the run's draws have another number of parameters than what its config
/// describes: a folder from somebody else may say one thing and hold another.
void require_stored_size(const std::string& folder, std::size_t n_parameters);

}  // namespace temper
