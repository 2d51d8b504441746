// A tournament of restarts: many start, the better half walks on, and the last one goes on
// descending for as long as the whole first round took. halving.h

#include "config/section.h"
#include "method/halving.h"
#include "method/method.h"
#include "method/options.h"
#include "method/polish.h"

namespace temper {
namespace {

class Tournament final : public Method {
 public:
  explicit Tournament(const Section& options)
      : pace_(read_descent(options, "momentum")),
        n_starts_(read_number(options, "starts", 32, 2, "entrants of a tournament")),
        n_tournaments_(read_number(options, "tournaments", 1, 1, "one after the other")),
        polish_(read_polish(options)) {}

  void run(Search& search) const override {
    Walk walk(search, suited_to(search, pace_));
    const double share = (1 - polish_) / static_cast<double>(n_tournaments_);
    std::vector<Walker> winner;
    for (std::size_t i = 0; i < n_tournaments_; ++i)
      winner = halve(walk, fresh_walkers(walk, n_starts_), 1, share);
    if (polish_ > 0) polish_best(search);
    for (;;) walk.steps(winner.front(), walk.affordable(share));
  }

  std::vector<Setting> grid() const override {
    return {{"starts", "64"}, {"starts", "16"}, {"lr_factor", "3"}};
  }

 private:
  Pace pace_;
  std::size_t n_starts_, n_tournaments_;
  double polish_;
};

const bool registered =
    methods().add("tournament", "many descents; the better half goes on, again and again",
                  [](const Section& options) { return std::make_unique<Tournament>(options); });

}  // namespace
}  // namespace temper
