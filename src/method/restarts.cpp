// Random restarts: descents of equal length, each from a fresh starting point, or, with `when =
// "stuck"`, each until it makes no progress: until a stretch lowers the objective by less than a
// hundredth.

#include <cmath>

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/polish.h"
#include "method/walk.h"

namespace temper {
namespace {

constexpr double least_progress = 0.01;

class Restarts final : public Method {
 public:
  explicit Restarts(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_runs_(read_number(options, "runs", 40, 1, "descents that the budget pays for")),
        until_stuck_(options.choice("when", {"regularly", "stuck"}, "regularly",
                                    "regularly: descents of equal length; stuck: each until a "
                                    "quarter of that length gains less than 1 %") == "stuck"),
        polish_(read_polish(options)) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    const auto length = walk.affordable((1 - polish_) / static_cast<double>(n_runs_));
    while (polish_ == 0 || search.progress() < 1 - polish_) {
      auto walker = walk.fresh();
      if (until_stuck_)
        descend_until_stuck(walk, walker, length / 4 + 1);
      else
        walk.steps(walker, length);
    }
    polish_best(search);
  }

  std::vector<Setting> grid() const override {
    return {{"runs", "10"}, {"runs", "120"}, {"lr_factor", "3"}};
  }

 private:
  static void descend_until_stuck(Walk& walk, Walker& walker, std::uint64_t stretch) {
    double before = infinity;
    const auto objective = [&] {
      return walk.search().potential().finding().objective_of(walker.replica.energy);
    };
    for (;;) {
      walk.steps(walker, stretch);
      walk.look(walker);
      if (!(objective() < before - least_progress * std::abs(before)) && before < infinity) return;
      before = objective();
    }
  }

  Pace pace_;
  std::size_t n_runs_;
  bool until_stuck_;
  double polish_;
};

const bool registered =
    methods().add("restarts", "descents from fresh starting points, one after the other",
                  [](const Section& options) { return std::make_unique<Restarts>(options); });

}  // namespace
}  // namespace temper
