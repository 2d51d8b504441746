// Half a cosine from the first value to the last; warm-restarts: several, each twice as long as
// the one before, so that the value jumps up again in between.
//
// Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017,
// eq. 5 with T_mult = 2.

#include <cmath>
#include <numbers>

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class Cosine final : public Schedule {
 public:
  Cosine(double first, double last, std::int64_t n_cycles)
      : first_(first), last_(last), n_units_(std::exp2(static_cast<double>(n_cycles)) - 1) {}

  double at(double progress) const override {
    return last_ + (first_ - last_) * (1 + std::cos(std::numbers::pi * within(progress))) / 2;
  }

 private:
  /// How far within its cycle. The cycles begin at 0, 1, 3, 7, … units.
  double within(double progress) const {
    const double time = 1 + progress * n_units_;  // so that they begin at powers of two
    const double start = progress < 1 ? std::exp2(std::floor(std::log2(time))) : (n_units_ + 1) / 2;
    return time / start - 1;
  }

  double first_, last_, n_units_;
};

const bool cosine_registered =
    schedules().add("cosine", "half a cosine from the first value to the last",
                    [](const Section&, double first, double last) {
                      return std::make_unique<Cosine>(first, last, 1);
                    });

const bool restarts_registered = schedules().add(
    "warm-restarts", "cosines, each twice as long as the one before",
    [](const Section& options, double first, double last) {
      const auto n_cycles = options.integer(
          "cycles",
          {.fallback = 6, .min = 1, .max = 30, .help = "from the first value to the last"});
      return std::make_unique<Cosine>(first, last, n_cycles);
    });

}  // namespace
}  // namespace temper
