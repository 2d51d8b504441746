// Falls as one over the logarithm of time: first / (1 + c ln(1 + t)), t = 1000 progress, with c
// such that it ends at the last value. Slow enough, it finds the global minimum with certainty.
//
// Source: Geman & Geman, "Stochastic relaxation, Gibbs distributions, and the Bayesian restoration
// of images", IEEE Trans. Pattern Anal. Mach. Intell. 6, 1984, theorem B.

#include <cmath>

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

constexpr double end_of_time = 1000;

class Logarithmic final : public Schedule {
 public:
  Logarithmic(double first, double last)
      : first_(first), slope_((first / last - 1) / std::log1p(end_of_time)) {}

  double at(double progress) const override {
    return first_ / (1 + slope_ * std::log1p(end_of_time * progress));
  }

 private:
  double first_, slope_;
};

const bool registered = schedules().add("logarithmic", "falls as one over the logarithm of time",
                                        [](const Section&, double first, double last) {
                                          return std::make_unique<Logarithmic>(first, last);
                                        });

}  // namespace
}  // namespace temper
