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

}  // namespace temper
