#include "train/experiment.h"

#include <fmt/format.h>

#include <cmath>

#include "base/errors.h"
#include "data/load.h"
#include "posterior/network_posterior.h"
#include "potential/potentials.h"
#include "train/pilot_run.h"
#include "train/starting_point.h"

namespace temper {
namespace {

std::unique_ptr<Potential> build_potential(const Experiment& experiment) {
  const auto& config = experiment.config;
  if (experiment.data)
    return make_posterior(config.section("model"), config.section("prior"), *experiment.data);
  return make_registered(potentials(), config.section("potential"), "type", std::nullopt,
                         "a target without a network");
}

/// Temperatures as given, or from noise levels by the kernel's own conversion (docs/methods.md,
/// formula 3).
std::vector<double> temperatures_of(const LadderOptions& options, const Kernel& kernel,
                                    const Potential& potential, const Section& section) {
  if (options.noise_levels.empty()) return options.temperatures;
  std::vector<double> temperatures;
  for (const double level : options.noise_levels)
    temperatures.push_back(kernel.temperature_of(level, potential));
  if (std::isnan(temperatures.front()))
    section.refuse("noise_levels",
                   "this kernel injects no noise of a given level; give temperatures instead");
  return temperatures;
}

Ladder build_ladder(const LadderOptions& options, std::vector<double> temperatures,
                    const Experiment& experiment) {
  Ladder ladder{options.tempering, std::move(temperatures), {}};
  experiment.swap_test->check(ladder);
  ladder.step_size.assign(ladder.size(), experiment.kernel->step_size());
  for (std::size_t rung = 0; rung < ladder.size(); ++rung) {
    const Target target = ladder.target(rung);
    (std::isinf(target.temperature) ? experiment.reference : experiment.kernel)->check(target);
  }
  return ladder;
}

/// What [data] describes; none if the config has a [potential] instead.
std::optional<Dataset> load_data(const Config& config, const Communicator& world) {
  if (config.has("potential")) return std::nullopt;
  return load_dataset(config.section("data"), read_seed(config), world);
}

void build_target(Experiment& experiment, const Communicator& world) {
  if (!experiment.data) experiment.data = load_data(experiment.config, world);
  experiment.potential = build_potential(experiment);
  experiment.network = dynamic_cast<NetworkPosterior*>(experiment.potential.get());
}

}  // namespace

Experiment build_experiment(Config config, const Communicator& world,
                            const Supplement& supplement) {
  Experiment experiment;
  experiment.config = std::move(config);
  if (supplement) {
    experiment.data = load_data(experiment.config, world);
    if (experiment.data) supplement(experiment.config, *experiment.data);
  }
  experiment.optimise = read_goal(experiment.config);
  if (experiment.optimise.goal == Goal::predict) {
    experiment.predict = read_predict(experiment.config);
    build_target(experiment, world);
    supply_length(experiment.config, experiment.potential->n_points(), experiment.potential->dim());
  }
  experiment.run = read_run_options(experiment.config);
  const auto ladder_options = read_ladder(experiment.config.section("ladder"));
  const auto exchange = experiment.config.section("exchange");
  experiment.schedule = read_pair_schedule(exchange);
  experiment.swap_test = make_registered(swap_tests(), exchange, "test", "exact",
                                         "how an exchange is accepted or rejected");
  experiment.kernel = make_registered(kernels(), experiment.config.section("kernel"), "type", "sgd",
                                      "how a replica moves between exchanges");
  experiment.reference = kernels().find("reference")->make(Section::of("kernel"));

  experiment.init = read_init(experiment.config.section("init"));
  if (!experiment.potential) build_target(experiment, world);
  experiment.kernel->prepare(*experiment.potential, 1);
  const auto temperatures =
      temperatures_of(ladder_options, *experiment.kernel, *experiment.potential,
                      experiment.config.section("ladder"));
  experiment.ladder = build_ladder(ladder_options, temperatures, experiment);
  experiment.config.refuse_unknown();
  experiment.rungs_by_pilot = ladder_options.auto_rungs;
  if (experiment.rungs_by_pilot) {
    const auto n_rungs = rungs_by_pilot(experiment);
    experiment.ladder = build_ladder(
        ladder_options, spread_temperatures(temperatures.front(), temperatures.back(), n_rungs),
        experiment);
  }
  experiment.adapt = ladder_options.adapt && experiment.ladder.size() > 2 &&
                     experiment.schedule != PairSchedule::none;
  return experiment;
}

}  // namespace temper
