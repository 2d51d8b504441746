#pragma once
// The models that temper evidence compares: runs, configs, and a config with several values of a
// key.

#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "config/config.h"

namespace temper {

struct EvidenceModel {
  std::string name;
  std::string run;     ///< the folder of its run, made if there is a config
  std::string config;  ///< the file to train; empty: the run is there
  std::vector<Override> overrides = {};
  std::optional<double> value = {};  ///< of the key of --over, where it is a number
};

/// --over, --set, --budget and --quiet.
std::vector<Flag> evidence_model_flags();

/// In the order given, with names of their own. Throws UsageError.
/// @param folder  where configs are trained
std::vector<EvidenceModel> evidence_models_of(const Arguments& arguments,
                                              const std::string& folder);

/// Before anything is trained: builds every config, and compares what the models learn from. Throws
/// UsageError or DataError. Collective.
void check_models(const std::vector<EvidenceModel>& models, const Communicator& world);

/// Trains what isn't yet, or not to its end; what is there must be of the same config. Collective.
/// Returns ok or interrupted.
ExitCode train_model(const Arguments& arguments, const EvidenceModel& model,
                     const Communicator& world);

}  // namespace temper
