// Simulated annealing whose temperature falls at constant thermodynamic speed: slowly where the
// energy fluctuates much for its temperature, as it does where the state freezes, and quickly where
// nothing happens,
//
//   d ln T / dt = -v / sqrt(C),    C = Var(E) / T²,
//
// E = U + V, its variance over the looks of one stretch. v is chosen anew in every stretch such
// that the coldest temperature would be reached with the budget if C stayed what it has been on
// average.
//
// Sources: Nulton & Salamon, "Statistical mechanics of combinatorial optimization", Phys. Rev. A
// 37, 1988, eq. 20; Andresen & Gordon, "Constant thermodynamic speed for minimizing entropy
// production in thermodynamic processes and simulated annealing", Phys. Rev. E 50, 1994.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"

namespace temper {
namespace {

constexpr int n_stretches = 100;
constexpr int n_looks = 8;          ///< in a stretch
constexpr double most_change = 10;  ///< of the speed over that of equal factors

double variance(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size() - 1);
}

class AdaptiveAnnealing final : public Method {
 public:
  explicit AdaptiveAnnealing(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        hottest_(read_temperature(options, "t_max", 1.0, "at the start, nats")),
        coldest_(read_temperature(options, "t_min", 0.003, "at the end, nats")),
        polish_(read_share(options, "polish", 0.1, "of the budget: descent at the end")) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    auto walker = walk.fresh(hottest_);
    double sum_of_roots = 0;
    for (int done = 0; done < n_stretches; ++done) {
      const double root = root_of_capacity(walk, walker);
      sum_of_roots += root;
      const double relative = sum_of_roots / (done + 1) / root;
      cool(walker, n_stretches - done, std::isfinite(relative) ? relative : 1);
    }
    if (const auto& best = search.potential().finding().theta(); !best.empty())
      walker.replica.theta = best;
    walk.restart(walker);
    for (;;) walk.steps(walker, walk.affordable(1));
  }

  std::vector<Setting> grid() const override {
    return {{"t_max", "0.1"}, {"t_max", "10"}, {"lr_factor", "3"}};
  }

 private:
  /// sqrt(C) of one stretch, which it takes.
  double root_of_capacity(Walk& walk, Walker& walker) const {
    std::vector<double> objectives;
    for (int look = 0; look < n_looks; ++look) {
      walk.steps(walker, walk.affordable((1 - polish_) / (n_stretches * n_looks)));
      walk.look(walker);
      objectives.push_back(walker.objective());
    }
    return std::sqrt(variance(objectives)) / walker.temperature;
  }

  /// @param speed  over that of equal factors in the stretches that are left
  void cool(Walker& walker, int n_left, double speed) const {
    const double rest = std::log(coldest_ / walker.temperature) / n_left;
    const double fall = rest * std::clamp(speed, 1 / most_change, most_change);
    walker.temperature = std::max(coldest_, walker.temperature * std::exp(fall));
  }

  Pace pace_;
  double hottest_, coldest_, polish_;
};

const bool registered = methods().add(
    "annealing-adaptive", "one replica, its temperature falling at constant thermodynamic speed",
    [](const Section& options) { return std::make_unique<AdaptiveAnnealing>(options); });

}  // namespace
}  // namespace temper
