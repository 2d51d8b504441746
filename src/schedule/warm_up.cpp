// Rises in a straight line from the last value to the first, then half a cosine back down: large
// first steps, taken before a network has found its scale, throw it far away.
//
// Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, section
// 2.2.

#include <cmath>
#include <numbers>

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class WarmUp final : public Schedule {
 public:
  WarmUp(double first, double last, double share) : first_(first), last_(last), share_(share) {}

  double at(double progress) const override {
    if (progress < share_) return last_ + (first_ - last_) * progress / share_;
    const double within = (progress - share_) / (1 - share_);
    return last_ + (first_ - last_) * (1 + std::cos(std::numbers::pi * within)) / 2;
  }

 private:
  double first_, last_, share_;
};

const bool registered =
    schedules().add("warm-up", "rises in a straight line, then half a cosine down",
                    [](const Section& options, double first, double last) {
                      const double share = options.number(
                          "warm_up", {.fallback = 0.05,
                                      .min = 0,
                                      .max = 1,
                                      .above_min = true,
                                      .below_max = true,
                                      .help = "share of the time in which it rises"});
                      return std::make_unique<WarmUp>(first, last, share);
                    });

}  // namespace
}  // namespace temper
