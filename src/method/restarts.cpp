// Random restarts: descents of equal length, each from a fresh starting point, or, with `when =
// "stuck"`, each until it makes no progress: until a stretch lowers the objective by less than a
// hundredth. Descents that know the curvature, what users of small nets take, go on until they have
// settled or give up (complete_descents.h).
//
// Sources of those: kernel/levenberg_marquardt.cpp, kernel/lbfgs.cpp.

#include <cmath>

#include "config/section.h"
#include "method/complete_descents.h"
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
      : pace_(read_descent(options, "momentum")),
        n_runs_(read_number(options, "runs", 40, 1, "descents that the budget pays for")),
        until_stuck_(options.choice("when", {"regularly", "stuck"}, "regularly",
                                    "regularly: descents of equal length; stuck: each until a "
                                    "quarter of that length gains less than 1 %") == "stuck"),
        polish_(read_polish(options)) {}

  void run(Search& search) const override {
    const auto pace = suited_to(search, pace_);
    if (Walk::knows_curvature(pace)) return restart_descents(search, pace, 1);
    Walk walk(search, pace);
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

class CurvedRestarts final : public Method {
 public:
  CurvedRestarts(const Section& options, std::string kernel, std::size_t most_parameters)
      : pace_{.kernel = std::move(kernel)},
        most_parameters_(most_parameters),
        spread_(options.number("spread", {.fallback = 1,
                                          .min = 1,
                                          .max = 1000,
                                          .help = "the widest factor of a starting point"})) {}

  std::size_t most_parameters() const override { return most_parameters_; }

  void run(Search& search) const override {
    if (Walk::can_afford(search, pace_)) return restart_descents(search, pace_, spread_);
    Walk walk(search, {.lr = search.problem().lr});  // the start is all that the budget pays for
    auto walker = walk.fresh();
    walk.look(walker);
  }

  std::vector<Setting> grid() const override {
    return {{"spread", "3"}, {"spread", "10"}, {"spread", "1.5"}};
  }

 private:
  Pace pace_;
  std::size_t most_parameters_;
  double spread_;
};

const bool levenberg_marquardt_registered = methods().add(
    "levenberg-marquardt", "restarts of damped Gauss-Newton steps, for up to 1,000 parameters",
    [](const Section& options) {
      return std::make_unique<CurvedRestarts>(options, "levenberg-marquardt",
                                              Walk::most_solved_parameters);
    });

const bool lbfgs_registered =
    methods().add("l-bfgs", "restarts of L-BFGS, full batches", [](const Section& options) {
      constexpr auto any = std::numeric_limits<std::size_t>::max();
      return std::make_unique<CurvedRestarts>(options, "l-bfgs", any);
    });

const bool registered =
    methods().add("restarts", "descents from fresh starting points, one after the other",
                  [](const Section& options) { return std::make_unique<Restarts>(options); });

}  // namespace
}  // namespace temper
