// One replica at a temperature: constant (Langevin), or falling to where nothing moves but
// downhill (simulated annealing). The last share of the budget descends without noise from the
// lowest state that was seen.
//
// Sources: Welling & Teh, "Bayesian learning via stochastic gradient Langevin dynamics", ICML 2011;
// Kirkpatrick, Gelatt & Vecchi, "Optimization by simulated annealing", Science 220, 1983; Robert &
// Casella, "Introducing Monte Carlo Methods with R", 2010, section 5.3.2, for random directions.

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

struct AnnealingOptions {
  Pace pace;
  double hottest, coldest;
  double polish;
  std::vector<Setting> grid;
};

class Annealing final : public Method {
 public:
  Annealing(const AnnealingOptions& options, std::unique_ptr<Schedule> temperature)
      : options_(options), temperature_(std::move(temperature)) {}

  void run(Search& search) const override {
    Walk walk(search, options_.pace);
    auto walker = walk.fresh(options_.hottest);
    const double hot_share = 1 - options_.polish;
    while (search.progress() < hot_share) {
      walker.temperature = temperature_->at(search.progress() / hot_share);
      walk.steps(walker, walk.affordable(schedule_share));
    }
    if (const auto& best = search.potential().finding().theta(); !best.empty())
      walker.replica.theta = best;
    walk.restart(walker);
    for (;;) walk.steps(walker, walk.affordable(1));
  }

  std::vector<Setting> grid() const override { return options_.grid; }

 private:
  AnnealingOptions options_;
  std::unique_ptr<Schedule> temperature_;
};

std::unique_ptr<Method> make_annealing(const Section& options, const char* schedule) {
  AnnealingOptions annealing{
      .pace = {.lr_factor = read_lr_factor(options)},
      .hottest = read_temperature(options, "t_max", 1.0, "at the start, nats"),
      .coldest = read_temperature(options, "t_min", 0.003, "at the end, nats"),
      .polish = read_share(options, "polish", 0.1, "of the budget: descent at the end"),
      .grid = {{"t_max", "0.1"}, {"t_max", "10"}, {"lr_factor", "3"}}};
  auto temperature =
      schedules().find(schedule)->make(options, annealing.hottest, annealing.coldest);
  return std::make_unique<Annealing>(annealing, std::move(temperature));
}

std::unique_ptr<Method> make_constant(const Section& options, const std::string& kernel) {
  const double temperature = read_temperature(options, "t", 0.1, "nats");
  AnnealingOptions langevin{
      .pace = {.kernel = kernel, .lr_factor = read_lr_factor(options)},
      .hottest = temperature,
      .coldest = temperature,
      .polish = read_share(options, "polish", 0.1, "of the budget: descent at the end"),
      .grid = {{"t", "0.01"}, {"t", "1"}, {"lr_factor", "0.3"}}};
  return std::make_unique<Annealing>(
      langevin, schedules().find("constant")->make(options, temperature, temperature));
}

const bool geometric_registered = methods().add(
    "annealing", "one replica, its temperature falling by the same factor in equal stretches",
    [](const Section& options) { return make_annealing(options, "geometric"); });

const bool logarithmic_registered = methods().add(
    "annealing-logarithmic", "one replica, its temperature falling as one over the log of time",
    [](const Section& options) { return make_annealing(options, "logarithmic"); });

const bool langevin_registered =
    methods().add("langevin", "one replica with momentum and noise at one temperature",
                  [](const Section& options) { return make_constant(options, "sgd"); });

const bool random_direction_registered = methods().add(
    "random-direction", "one replica that tries random directions, without a gradient, with noise",
    [](const Section& options) { return make_constant(options, "random-direction"); });

}  // namespace
}  // namespace temper
