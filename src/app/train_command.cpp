// temper train: replicas at their own temperatures, exchanging rungs, into a run directory.

#include <fmt/format.h>

#include <filesystem>

#include "app/commands.h"
#include "app/planned_run.h"
#include "app/rounds.h"
#include "app/run_data.h"
#include "app/shares.h"
#include "app/shortcuts.h"
#include "app/trusted_models.h"
#include "base/output.h"
#include "train/supply_ladder.h"

namespace temper {
namespace {

const std::vector<Flag> flags_of_train = {
    {"out", "RUN", "folder of the run, made anew [runs/NAME-OF-CONFIG-OR-DATA]"},
    {"force", "", "replace a run that exists"},
    {"resume-if-exists", "", "go on if the run exists, else start it: for job scripts"},
    {"print-config", "", "print the resolved config with comments, and stop"},
    {"quiet", "", "no progress"},
    {"metrics", "FILE", "for monitoring: .prom for Prometheus' textfile collector, or .jsonl"},
    shares_flag(),
    stage_flag(),
};

constexpr const char* train_details =
    "Without a config file a run needs --data (or --set potential.type=…). What is \"auto\", there\n"
    "or in a file, is planned by a short pilot: rungs, steps, copies, sweeps. --budget 2m fits the\n"
    "plan to what it may take. Every key of the config: temper train --print-config.\n\n"
    "Examples:\n"
    "  mpirun -n 4 temper train launch/examples/fashion-mnist.toml --out runs/fashion\n"
    "  temper train --data wine --budget 1m --out runs/wine\n"
    "  temper train --data mine.csv --target price --layers auto --out runs/mine\n";

/// What the config describes, with what the flags and the data add to it.
Experiment experiment_of(const Arguments& arguments, const Communicator& world, Freedom& freedom) {
  const auto& path = arguments.positional();
  auto config = Config::load(path, overrides_of(arguments));
  if (path.empty() && !config.has("data") && !config.has("potential"))
    throw UsageError("train: give a config file or --data; see 'temper help train'");
  const bool leaves_all_open = path.empty() && leaves_kernel_open(config);
  const Supplement supplement = [&](Config& open, const Dataset& data) {
    check_layers(arguments, data);
    supply_ladder(open, suited_to(data, arguments, open));
  };
  const bool has_gaps = path.empty() || arguments.has("layers");
  const auto beside = data_beside(config, path);
  auto experiment =
      build_experiment(std::move(config), world, has_gaps ? supplement : Supplement{}, beside);
  freedom = freedom_of_file(experiment);
  freedom.narrows = freedom.narrows || path.empty();
  freedom.descends = leaves_all_open;
  const auto kernel = experiment.config.section("kernel");
  freedom.cools = path.empty() && !kernel.has("lr");
  freedom.batches = path.empty() && !kernel.has("batch");
  return experiment;
}

std::string default_folder(const Arguments& arguments, const Experiment& experiment) {
  const auto& path = arguments.positional();
  if (!path.empty()) return "runs/" + std::filesystem::path(path).stem().string();
  if (!experiment.data) return "runs/potential";
  const auto& name = experiment.data->name;
  return "runs/" + (name == "-" ? std::string("standard-input") : name);
}

Start start_of(const Arguments& arguments, bool exists) {
  if (arguments.has("force")) return Start::replace;
  return arguments.has("resume-if-exists") && exists ? Start::resume : Start::fresh;
}

ExitCode train(const Arguments& arguments, const Communicator& world) {
  Freedom freedom;
  auto experiment = experiment_of(arguments, world, freedom);
  if (arguments.has("print-config")) {
    if (world.is_root()) print(experiment.config.resolved(/*comments=*/true));
    return ExitCode::ok;
  }
  trust_model(experiment.config, world);
  experiment.shares = shares_of(arguments, world);
  experiment.deals_anew = experiment.shares.empty();
  const auto folder = arguments.value("out", default_folder(arguments, experiment));
  const bool exists = run_exists(folder, world);
  const auto start = start_of(arguments, exists);
  const RunPlace place{folder, exists, start,
                       data_beside(experiment.config, arguments.positional())};
  const auto plan = settle(arguments, experiment, place, freedom, world);
  return run_rounds(experiment,
                    {folder, start, choose_display(arguments.has("quiet")), arguments.line(),
                     arguments.value("metrics"), plan, arguments.value("stage")},
                    world);
}

}  // namespace

Command train_command() {
  auto flags = flags_of_train;
  const auto shortcuts = shortcut_flags();
  flags.insert(flags.end(), shortcuts.begin(), shortcuts.end());
  return {"train", "train replicas by parallel tempering", "[CONFIG.toml]", flags, train_details,
          train};
}

}  // namespace temper
