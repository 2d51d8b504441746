// Student's t: each target y = mean + scale t, t of `df` degrees of freedom, independent. Tails
// that fall as |y|^-(df + 1) leave outliers where they are, and the mean to the others; U sums over
// the targets
//
//   (df + 1) / 2 log(1 + z² / df) + log scale + constants,   z = (y - mean) / scale.
//
//   [model]
//   loss = "student-t"
//   df = 4
//
// The scale is what noise_sd says (net/noise_level.h); the sd is scale sqrt(df / (df - 2)).
//
// Source: Lange, Little & Taylor, "Robust statistical modeling using the t distribution", JASA 84,
// 1989; df = 4 "worked well".

#include <cmath>
#include <memory>
#include <numbers>

#include "net/location_scale.h"
#include "statistics/special_functions.h"

namespace temper {
namespace {

class StudentTNoise final : public TargetNoise {
 public:
  struct Density {
    double value, by_mean, by_log_sd;
  };

  explicit StudentTNoise(double df)
      : df_(df),
        constant_(std::lgamma(df / 2) - std::lgamma((df + 1) / 2) +
                  0.5 * std::log(std::numbers::pi * df)) {}

  Density loss(double y, double mean, double log_scale) const {
    const double scale = std::exp(log_scale), z = (y - mean) / scale;
    const double pull = (df_ + 1) * z / (df_ + z * z);
    return {constant_ + log_scale + 0.5 * (df_ + 1) * std::log1p(z * z / df_), -pull / scale,
            1 - pull * z};
  }
  double sd_of(double scale) const { return scale * std::sqrt(df_ / (df_ - 2)); }
  Information information() const { return {(df_ + 1) / (df_ + 3), 2 * df_ / (df_ + 3)}; }

  double log_density(double y, double mean, double sd) const override {
    return -loss(y, mean, std::log(sd / sd_of(1))).value;
  }
  double share_below(double y, double mean, double sd) const override {
    const double z = (y - mean) / (sd / sd_of(1));
    const double tail = 0.5 * regularised_beta(df_ / (df_ + z * z), df_ / 2, 0.5);
    return z > 0 ? 1 - tail : tail;
  }

 private:
  double df_, constant_;
};

const bool registered = losses().add(
    "student-t", "noise with heavy tails around each target, for regression with outliers",
    [](const Section& model, const TargetSpec& targets) {
      require_numbers(model, targets, "student-t");
      const double df = model.number("df", {.fallback = 4,
                                            .min = 2,
                                            .above_min = true,
                                            .help = "degrees of freedom of loss = \"student-t\": "
                                                    "the fewer, the heavier the tails"});
      return make_location_scale(model, targets, StudentTNoise(df));
    });

}  // namespace
}  // namespace temper
