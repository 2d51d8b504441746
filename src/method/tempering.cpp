// Parallel tempering as a search: replicas on a cold ladder, neighbours exchanging rungs, and at
// the end a tournament without noise among the lowest state of each. From random starting points,
// or from the survivors of a tournament of restarts, with new survivors at the hot end now and
// then.
//
// Sources: Geyer, "Markov chain Monte Carlo maximum likelihood", Proc. 23rd Symp. Interface, 1991;
// Hukushima & Nemoto, J. Phys. Soc. Jpn. 65, 1996; halving.h.

#include <algorithm>

#include "config/section.h"
#include "method/halving.h"
#include "method/ladder_walk.h"
#include "method/method.h"
#include "method/options.h"

namespace temper {
namespace {

struct TemperingOptions {
  double tournament = 0;     ///< share of the budget; 0: random starting points
  std::size_t n_starts = 0;  ///< of the first tournament
  std::size_t n_feeds = 0;   ///< tournaments that feed the hot end
  double feed = 0;           ///< share of the budget for all of them
};

class TemperingMethod final : public Method {
 public:
  TemperingMethod(const Section& options, const TemperingOptions& tempering)
      : tempering_(tempering),
        pace_{.lr_factor = read_lr_factor(options)},
        n_sweeps_(read_number(options, "sweeps", 100, 1, "in the search")),
        polish_(read_share(options, "polish", 0.4, "of the budget: a tournament at the end")),
        temperatures_(spread_temperatures(
            read_temperature(options, "t_min", 0.003, "of the coldest rung, nats"),
            read_temperature(options, "t_max", 0.2, "of the hottest rung, nats"),
            read_number(options, "rungs", 8, 2, "replicas"))) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    LadderWalk ladder(walk, starters(walk), temperatures_);
    const auto n_steps =
        walk.affordable(tempered_share() / static_cast<double>(n_sweeps_ * n_rungs()));
    for (std::size_t sweep = 0; sweep < n_sweeps_; ++sweep) {
      if (is_feeding_time(sweep)) ladder.feed(survivor(walk));
      ladder.sweep(n_steps);
    }
    auto last = halve(walk, ladder.best_states(), 1, 1 - search.progress());
    for (;;) walk.steps(last.front(), walk.affordable(1));
  }

  std::vector<Setting> grid() const override {
    return {{"t_max", "0.05"}, {"t_max", "1"}, {"lr_factor", "3"}};
  }

 private:
  std::size_t n_rungs() const { return temperatures_.size(); }
  double tempered_share() const {
    return std::max(0.0, 1 - polish_ - tempering_.tournament - tempering_.feed);
  }

  std::vector<Walker> starters(Walk& walk) const {
    if (tempering_.tournament == 0) return fresh_walkers(walk, n_rungs());
    return halve(walk, fresh_walkers(walk, std::max(tempering_.n_starts, n_rungs())), n_rungs(),
                 tempering_.tournament);
  }

  bool is_feeding_time(std::size_t sweep) const {
    const auto n_meals = tempering_.n_feeds + 1;
    return sweep > 0 && sweep * n_meals / n_sweeps_ != (sweep - 1) * n_meals / n_sweeps_;
  }

  /// Of a tournament among fresh starting points.
  Walker survivor(Walk& walk) const {
    constexpr std::size_t n_entrants = 8;
    const double share = tempering_.feed / static_cast<double>(tempering_.n_feeds);
    return std::move(halve(walk, fresh_walkers(walk, n_entrants), 1, share).front());
  }

  TemperingOptions tempering_;
  Pace pace_;
  std::size_t n_sweeps_;
  double polish_;
  std::vector<double> temperatures_;
};

const bool tempering_registered =
    methods().add("tempering", "replicas from random starting points on a ladder of temperatures",
                  [](const Section& options) {
                    return std::make_unique<TemperingMethod>(options, TemperingOptions{});
                  });

const bool tournament_registered = methods().add(
    "tournament-tempering", "a ladder started and fed by tournaments of restarts",
    [](const Section& options) {
      const TemperingOptions tempering{
          .tournament = read_share(options, "tournament", 0.3, "of the budget, at the start"),
          .n_starts = read_number(options, "starts", 32, 2, "entrants of the first tournament"),
          .n_feeds = read_number(options, "feeds", 4, 1, "survivors put on the hottest rung"),
          .feed = read_share(options, "feed", 0.05, "of the budget, for all of those")};
      return std::make_unique<TemperingMethod>(options, tempering);
    });

}  // namespace
}  // namespace temper
