// Stochastic weight averaging: one descent at a learning rate that stays high enough to wander
// about the bottom, and the average of where it has been. Its rate is the problem's for half of the
// first part of the budget, then falls along a line to that of the second part. There it is
// constant, and a state goes into the average after every epoch, or it falls in cycles from the
// problem's own, and the state at the end of each goes in.
//
// The energy of the average is looked at in equal intervals, at the ends of cycles. What counts is
// the lowest state of all that were looked at, as with every method.
//
// Source: Izmailov, Podoprikhin, Garipov, Vetrov & Wilson, "Averaging weights leads to wider optima
// and better generalization", UAI 2018, Algorithm 1 and section 3.2; the fall of the rate before is
// that of their code.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"

namespace temper {
namespace {

/// Mean of states, in double.
class Average {
 public:
  void add(const Floats& theta) {
    mean_.resize(theta.size());
    ++n_;
    for (std::size_t i = 0; i < theta.size(); ++i) mean_[i] += (theta[i] - mean_[i]) / n_;
  }
  Floats theta() const { return {mean_.begin(), mean_.end()}; }

 private:
  std::vector<double> mean_;
  double n_ = 0;
};

class WeightAveraging final : public Method {
 public:
  explicit WeightAveraging(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        start_(read_share(options, "start", 0.75, "of the budget: before the average begins")),
        rate_(read_share(options, "rate", 0.5, "of the learning rate, while it is averaged")),
        n_looks_(read_number(options, "looks", 40, 1, "at the average, and cycles of the rate")),
        has_cycles_(options.choice("schedule", {"constant", "cyclical"}, "constant",
                                   "of the learning rate, while it is averaged") == "cyclical") {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    auto walker = walk.fresh();
    while (search.progress() < start_) {
      walker.lr = walk.lr() * factor_before(search.progress() / start_);
      walk.steps(walker, walk.affordable(schedule_share));
    }
    Average average;
    const double epoch =
        static_cast<double>(search.potential().n_points()) / search.budget();  // of the budget
    const double share = std::max((1 - start_) / static_cast<double>(n_looks_), epoch);
    for (;;) {
      if (has_cycles_)
        take_cycle(walk, walker, walk.affordable(share), average);
      else
        take_epochs(walk, walker, std::lround(share / epoch), walk.affordable(epoch), average);
      search.potential().energy(average.theta());
    }
  }

  std::vector<Setting> grid() const override {
    return {{"lr_factor", "3"}, {"rate", "0.1"}, {"schedule", "'cyclical'"}};
  }

 private:
  /// @param progress  of the first part, in [0, 1]
  double factor_before(double progress) const {
    constexpr double constant = 0.5, fallen = 0.9;
    const double fall = std::clamp((progress - constant) / (fallen - constant), 0.0, 1.0);
    return 1 - fall * (1 - rate_);
  }

  void take_epochs(Walk& walk, Walker& walker, long n_epochs, std::uint64_t n_steps,
                   Average& average) const {
    walker.lr = walk.lr() * rate_;
    for (long i = 0; i < n_epochs; ++i) {
      walk.steps(walker, n_steps);
      average.add(walker.replica.theta);
    }
  }

  void take_cycle(Walk& walk, Walker& walker, std::uint64_t n_steps, Average& average) const {
    for (std::uint64_t step = 0; step < n_steps; ++step) {
      const double done = static_cast<double>(step + 1) / static_cast<double>(n_steps);
      walker.lr = walk.lr() * (1 - done * (1 - rate_));
      walk.steps(walker, 1);
    }
    average.add(walker.replica.theta);
  }

  Pace pace_;
  double start_, rate_;
  std::size_t n_looks_;
  bool has_cycles_;
};

const bool registered = methods().add(
    "swa", "stochastic weight averaging: the average of one descent's last states",
    [](const Section& options) { return std::make_unique<WeightAveraging>(options); });

}  // namespace
}  // namespace temper
