// Population annealing: replicas at one falling temperature. Whenever it falls, they are drawn anew
// from themselves with weights exp(-(beta_new - beta_old) E), so that low ones are copied and high
// ones end.
//
// Source: Hukushima & Iba, "Population annealing and its application to a spin glass", AIP Conf.
// Proc. 690, 2003; systematic resampling: Kitagawa, J. Comput. Graph. Stat. 5, 1996.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/halving.h"
#include "method/method.h"
#include "method/options.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

/// How often walker i comes: the number of n evenly spaced places, shifted by `shift` in (0, 1),
/// that fall on its part of the weights' sum.
std::vector<std::size_t> resample(const std::vector<double>& log_weight, double shift) {
  const double top = *std::max_element(log_weight.begin(), log_weight.end());
  std::vector<double> sum;
  double total = 0;
  for (const double weight : log_weight) sum.push_back(total += std::exp(weight - top));
  std::vector<std::size_t> parents;
  const auto n = static_cast<double>(log_weight.size());
  for (std::size_t i = 0, parent = 0; i < log_weight.size(); ++i) {
    while (parent + 1 < sum.size() && sum[parent] < total * (static_cast<double>(i) + shift) / n)
      ++parent;
    parents.push_back(parent);
  }
  return parents;
}

class PopulationAnnealing final : public Method {
 public:
  explicit PopulationAnnealing(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_replicas_(read_number(options, "replicas", 16, 2, "")),
        n_falls_(read_number(options, "falls", 40, 1, "of the temperature")),
        hottest_(read_temperature(options, "t_max", 1.0, "at the start, nats")),
        polish_(read_share(options, "polish", 0.2, "of the budget: halving at the end")),
        temperature_(schedules()
                         .find("geometric")
                         ->make(options, hottest_,
                                read_temperature(options, "t_min", 0.003, "at the end, nats"))) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    auto walkers = fresh_walkers(walk, n_replicas_);
    for (auto& walker : walkers) walk.restart(walker, hottest_);
    const auto n_steps =
        walk.affordable((1 - polish_) / static_cast<double>(n_falls_ * n_replicas_));
    for (std::uint32_t fall = 0; fall < n_falls_; ++fall) {
      for (auto& walker : walkers) walk.steps(walker, n_steps);
      for (auto& walker : walkers) walk.look(walker);
      cool(walkers, temperature_->at((fall + 1.0) / static_cast<double>(n_falls_)),
           Rng({search.seed(), Stream::adapt, 0, fall, 0}).uniform());
    }
    for (auto& walker : walkers) walk.restart(walker);
    auto last = halve(walk, std::move(walkers), 1, polish_);
    for (;;) walk.steps(last.front(), walk.affordable(1));
  }

  std::vector<Setting> grid() const override {
    return {{"t_max", "0.1"}, {"t_max", "10"}, {"lr_factor", "3"}};
  }

 private:
  static void cool(std::vector<Walker>& walkers, double temperature, double shift) {
    const double gap = 1 / temperature - 1 / walkers.front().temperature;
    std::vector<double> log_weight;
    for (const auto& walker : walkers) {
      const double weight = -gap * walker.objective();
      log_weight.push_back(std::isnan(weight) ? -infinity : weight);
    }
    const auto before = walkers;
    const auto parents = resample(log_weight, shift);
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      walkers[i].become(before[parents[i]]);
      walkers[i].temperature = temperature;
    }
  }

  Pace pace_;
  std::size_t n_replicas_, n_falls_;
  double hottest_, polish_;
  std::unique_ptr<Schedule> temperature_;
};

const bool registered = methods().add(
    "population-annealing", "replicas at one falling temperature, the low ones copied",
    [](const Section& options) { return std::make_unique<PopulationAnnealing>(options); });

}  // namespace
}  // namespace temper
