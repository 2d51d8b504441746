// temper train: replicas at their own temperatures, exchanging rungs, into a run directory.

#include <fmt/format.h>

#include <filesystem>

#include "app/commands.h"
#include "app/session.h"
#include "app/shares.h"
#include "app/shortcuts.h"
#include "store/run_folder.h"

namespace temper {
namespace {

const std::vector<Flag> own_flags = {
    {"out", "RUN", "folder of the run, made anew [runs/NAME-OF-CONFIG-OR-DATA]"},
    {"force", "", "replace a run that exists"},
    {"resume-if-exists", "", "go on if the run exists, else start it: for job scripts"},
    {"print-config", "", "print the resolved config with comments, and stop"},
    {"quiet", "", "no progress"},
    {"metrics", "FILE", "for monitoring: .prom for Prometheus' textfile collector, or .jsonl"},
    shares_flag(),
};

constexpr const char* details =
    "Without a config file a run needs --data (or --set potential.type=…); its length and its\n"
    "ladder are then sized to the data. Every key of the config: temper train --print-config.\n\n"
    "Examples:\n"
    "  mpirun -n 4 temper train launch/examples/fashion-mnist.toml --out runs/fashion\n"
    "  temper train --data fashion-mnist --layers 784,64,10 --replicas 8 --out runs/quick\n"
    "  temper train --data mine.csv --target price --layers auto --out runs/mine\n";

/// What the config describes, with what the flags and the data add to it.
Experiment experiment_of(const Arguments& arguments, const Communicator& world) {
  const auto& path = arguments.positional();
  auto config = Config::load(path, overrides_of(arguments));
  if (path.empty() && !config.has("data") && !config.has("potential"))
    throw UsageError("train: give a config file or --data; see 'temper help train'");
  const Supplement supplement = [&](Config& open, const Dataset& data) {
    check_layers(arguments, data);
    open.supply(suited_to(data, arguments, open));
  };
  const bool has_gaps = path.empty() || arguments.has("layers");
  return build_experiment(std::move(config), world, has_gaps ? supplement : Supplement{});
}

std::string default_folder(const Arguments& arguments, const Experiment& experiment) {
  const auto& path = arguments.positional();
  if (!path.empty()) return "runs/" + std::filesystem::path(path).stem().string();
  return "runs/" + (experiment.data ? experiment.data->name : std::string("potential"));
}

/// The root looks for the run, so that no rank sees what another has just made.
Start start_of(const Arguments& arguments, const std::string& folder, const Communicator& world) {
  if (arguments.has("force")) return Start::replace;
  if (!arguments.has("resume-if-exists")) return Start::fresh;
  const bool exists = world.is_root() && RunFolder(folder).holds_run();
  return world.broadcast(exists ? "exists" : "").empty() ? Start::fresh : Start::resume;
}

ExitCode train(const Arguments& arguments, const Communicator& world) {
  auto experiment = experiment_of(arguments, world);
  if (arguments.has("print-config")) {
    if (world.is_root()) fmt::print("{}", experiment.config.resolved(/*comments=*/true));
    return ExitCode::ok;
  }
  experiment.shares = shares_of(arguments, world);
  const auto folder = arguments.value("out", default_folder(arguments, experiment));
  return run_session(
      experiment,
      {folder, start_of(arguments, folder, world), choose_display(arguments.has("quiet")),
       arguments.line(), arguments.value("metrics")},
      world);
}

}  // namespace

Command train_command() {
  auto flags = own_flags;
  const auto shortcuts = shortcut_flags();
  flags.insert(flags.end(), shortcuts.begin(), shortcuts.end());
  return {"train", "train replicas by parallel tempering", "[CONFIG.toml]", flags, details, train};
}

}  // namespace temper
