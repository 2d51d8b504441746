#pragma once
// The network of a run, built from the run alone: it predicts without the data.

#include <memory>
#include <string>

#include "config/config.h"
#include "posterior/network_posterior.h"
#include "store/run_folder.h"

namespace temper {

/// Its data() has names, sizes, scaling and schema, and no example.
/// @param config  the run's
/// Throws UsageError if the run has a potential without data.
std::unique_ptr<NetworkPosterior> stored_network(const RunFolder& folder, const Config& config);

}  // namespace temper
