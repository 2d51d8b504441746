#include "train/experiment.h"

#include <fmt/format.h>

#include <cmath>

#include "base/errors.h"
#include "data/load.h"
#include "kernel/chosen_kernel.h"
#include "kernel/heat.h"
#include "posterior/network_posterior.h"
#include "train/own_target.h"

namespace temper {
namespace {

/// All of the config that needs no data, so that a mistake shows before they are loaded.
void read_options(Experiment& experiment) {
  auto& config = experiment.config;
  experiment.optimise = read_goal(config);
  experiment.run = read_run_options(config);
  experiment.ladder_options =
      read_ladder(config.section("ladder"), experiment.run.budget.is_given());
  const auto exchange = config.section("exchange");
  experiment.schedule = read_pair_schedule(exchange);
  experiment.swap_test = make_chosen_swap_test(exchange);
  experiment.objective = make_registered(ladder_objectives(), config.section("ladder"), "objective",
                                         "equal rejection", "where the rungs go in warm-up");
  experiment.kernel = make_chosen_kernel(config.section("kernel"));
  experiment.reference = kernels().find("reference")->make(Section::of("kernel"));
  experiment.init = read_init(config.section("init"));
}

/// [predict], for the goal that needs it. @returns whether that is the goal
bool read_predicting(Experiment& experiment) {
  const bool predicts = read_goal(experiment.config).goal == Goal::predict;
  if (predicts) experiment.predict = read_predict(experiment.config);
  return predicts;
}

std::unique_ptr<Potential> build_potential(const Experiment& experiment,
                                           const Communicator& world) {
  const auto& config = experiment.config;
  if (experiment.data)
    return make_posterior(config.section("model"), config.section("prior"), *experiment.data);
  return make_target(config, world);
}

/// Temperatures as given, or from noise levels by the kernel's own conversion (docs/methods.md,
/// formula 3).
std::vector<double> temperatures_of(const Experiment& experiment) {
  const auto& options = experiment.ladder_options;
  if (options.noise_levels.empty()) return options.temperatures;
  std::vector<double> temperatures;
  for (const double level : options.noise_levels)
    temperatures.push_back(temperature_of(*experiment.kernel, level, *experiment.potential));
  if (std::isnan(temperatures.front()))
    experiment.config.section("ladder").refuse(
        "noise_levels", "this kernel injects no noise of a given level; give temperatures instead");
  return temperatures;
}

Ladder build_ladder(const Experiment& experiment) {
  Ladder ladder{experiment.ladder_options.tempering, temperatures_of(experiment), {}};
  experiment.swap_test->check(ladder);
  ladder.step_size = step_sizes(ladder, *experiment.kernel, *experiment.potential);
  for (std::size_t rung = 0; rung < ladder.size(); ++rung) {
    const Target target = ladder.target(rung);
    (std::isinf(target.temperature) ? experiment.reference : experiment.kernel)->check(target);
  }
  return ladder;
}

/// What [data] describes; none if the config has a [potential] instead.
std::optional<Dataset> load_data(const Config& config, const std::string& path,
                                 const Communicator& world) {
  if (config.has("potential")) return std::nullopt;
  return load_dataset(config.section("data"), read_seed(config), world, path);
}

/// What [data] describes, unless it is there already.
void load(Experiment& experiment, const std::string& data_path, const Communicator& world) {
  if (!experiment.data) experiment.data = load_data(experiment.config, data_path, world);
}

/// The potential, unless it is there already.
void build_target(Experiment& experiment, const Communicator& world) {
  if (experiment.potential) return;
  experiment.potential = build_potential(experiment, world);
  experiment.network = dynamic_cast<NetworkPosterior*>(experiment.potential.get());
}

/// The ladder, from what was read, loaded and built.
void build(Experiment& experiment) {
  experiment.kernel->prepare(*experiment.potential, 1);
  experiment.ladder = build_ladder(experiment);
  require_prior_draws(experiment.ladder, *experiment.potential);
  experiment.config.refuse_unknown();
  experiment.adapt = experiment.ladder_options.adapt && experiment.ladder.size() > 2 &&
                     experiment.schedule != PairSchedule::none;
}

/// Of a potential nobody knows the scale: a kernel with a Metropolis test finds its own step.
void supply_kernel(Config& config) {
  if (config.has("potential") && !config.has("kernel"))
    config.supply({{"kernel.type", "\"mala\"", "the default"}});
}

}  // namespace

std::vector<double> step_sizes(const Ladder& ladder, const Kernel& kernel,
                               const Potential& potential) {
  std::vector<double> steps;
  for (std::size_t rung = 0; rung < ladder.size(); ++rung)
    steps.push_back(kernel.step_size_on(ladder.target(rung), potential));
  return steps;
}

Experiment build_experiment(Config config, const Communicator& world, const Supplement& supplement,
                            const std::string& data_path) {
  Experiment experiment;
  experiment.config = std::move(config);
  supply_kernel(experiment.config);
  if (supplement) {
    experiment.data = load_data(experiment.config, data_path, world);
    if (experiment.data) supplement(experiment.config, *experiment.data);
  }
  if (read_predicting(experiment)) {
    load(experiment, data_path, world);
    build_target(experiment, world);
    supply_length(experiment.config, experiment.potential->n_points(), experiment.potential->dim());
  }
  read_options(experiment);
  load(experiment, data_path, world);
  build_target(experiment, world);
  build(experiment);
  return experiment;
}

Experiment rebuild_experiment(Experiment experiment, const std::vector<Override>& decisions) {
  experiment.config.decide(decisions);
  read_predicting(experiment);
  read_options(experiment);
  build(experiment);
  return experiment;
}

}  // namespace temper
