// Parallel tempering as a search: replicas from random starting points on a cold ladder, neighbours
// exchanging rungs, and at the end a tournament without noise among the lowest state of each.
//
// Sources: Geyer, "Markov chain Monte Carlo maximum likelihood", Proc. 23rd Symp. Interface, 1991;
// Hukushima & Nemoto, J. Phys. Soc. Jpn. 65, 1996; halving.h.

#include "config/section.h"
#include "method/halving.h"
#include "method/ladder_walk.h"
#include "method/method.h"
#include "method/options.h"

namespace temper {
namespace {

class TemperingMethod final : public Method {
 public:
  explicit TemperingMethod(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_sweeps_(read_number(options, "sweeps", 100, 1, "in the search")),
        polish_(read_share(options, "polish", 0.4, "of the budget: a tournament at the end")),
        temperatures_(spread_temperatures(
            read_temperature(options, "t_min", 0.003, "of the coldest rung, nats"),
            read_temperature(options, "t_max", 0.2, "of the hottest rung, nats"),
            read_number(options, "rungs", 8, 2, "replicas"))) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    const auto n_rungs = temperatures_.size();
    LadderWalk ladder(walk, fresh_walkers(walk, n_rungs), temperatures_);
    const auto n_steps = walk.affordable((1 - polish_) / static_cast<double>(n_sweeps_ * n_rungs));
    for (std::size_t sweep = 0; sweep < n_sweeps_; ++sweep) ladder.sweep(n_steps);
    auto last = halve(walk, ladder.best_states(), 1, 1 - search.progress());
    for (;;) walk.steps(last.front(), walk.affordable(1));
  }

  std::vector<Setting> grid() const override {
    return {{"t_max", "0.05"}, {"t_max", "1"}, {"lr_factor", "3"}};
  }

 private:
  Pace pace_;
  std::size_t n_sweeps_;
  double polish_;
  std::vector<double> temperatures_;
};

const bool registered = methods().add(
    "tempering", "replicas from random starting points on a ladder of temperatures",
    [](const Section& options) { return std::make_unique<TemperingMethod>(options); });

}  // namespace
}  // namespace temper
