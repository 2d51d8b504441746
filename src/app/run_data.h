#pragma once
// The data of a run: found where they lie now, and the same as those that it was begun with.

#include <string>
#include <vector>

#include "app/arguments.h"
#include "config/config.h"
#include "store/run_folder.h"
#include "train/experiment.h"

namespace temper {

/// --data, of commands that go on with a run.
Flag data_flag();

/// All that the config of a stored run describes, built from its own data. They are looked for at
/// --data; else where they lay when the run began, where the config says, in $TEMPER_DATA and
/// beside the run. Collective. Throws UsageError if there is no run, or if it names a model that
/// the user hasn't trusted (app/trusted_models.h); DataError if its data can't be found, or naming
/// what has changed in them; IoError if the run's draws are of another model.
Experiment reopen(const Arguments& arguments, const std::string& folder, const Communicator& world,
                  const std::vector<Override>& overrides = {});

/// A run whose folder is open, and what its config describes.
struct OpenedRun {
  RunFolder folder;
  Experiment experiment;
};

/// The same with the folder. @param path  of the run
OpenedRun open_run(const Arguments& arguments, const std::string& path, const Communicator& world);

/// Where the file lies that `data.source` of a config names relative to the config, if it isn't
/// found relative to the current folder; else "".
std::string data_beside(const Config& config, const std::string& config_path);

}  // namespace temper
