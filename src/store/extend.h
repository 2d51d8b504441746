#pragma once
// More sweeps for a run: its files laid out anew with more rows.

#include <string>

#include "comm/communicator.h"
#include "store/run_description.h"

namespace temper {

/// Gives the run room for `description.n_sweeps` kept sweeps; then RunStore::open goes on as if it
/// had been planned that long. Only n_sweeps, which may not fall, and the config, which says it,
/// may differ from the run's. Files are replaced one by one, run.h5 last, so a kill leaves the run
/// as it was or extended. Collective; an error is thrown on every rank: UsageError if something
/// else differs or another job writes to the run.
void extend_run(const std::string& path, const RunDescription& description,
                const Communicator& communicator);

}  // namespace temper
