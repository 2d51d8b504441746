// Student's t: tails so heavy that single weights may be as large as the data ask for.
//
//   [prior]
//   type = "student-t"
//   df = 4               # degrees of freedom; 1 is Cauchy
//   width = 0.5          # of its density; also a rule, and by groups: width.h

#include <cmath>
#include <numbers>

#include "config/section.h"
#include "posterior/independent_prior.h"
#include "posterior/width.h"

namespace temper {
namespace {

class StudentTPrior final : public IndependentPrior {
 public:
  StudentTPrior(const std::vector<Block>& blocks, const std::vector<double>& widths, double df)
      : IndependentPrior(blocks, widths),
        df_(df),
        constant_(std::lgamma(df / 2) - std::lgamma((df + 1) / 2) +
                  0.5 * std::log(df * std::numbers::pi)) {}

 private:
  double minus_log_density(double z) const override {
    return constant_ + (df_ + 1) / 2 * std::log1p(z * z / df_);
  }
  double slope(double z) const override { return (df_ + 1) * z / (df_ + z * z); }

  /// Source: Bailey, "Polar generation of random variates with the t-distribution", Math. Comp.
  /// 62(206), 1994, in its trigonometric form.
  double draw_one(Rng& rng) const override {
    const double radius = std::sqrt(df_ * (std::pow(rng.uniform(), -2 / df_) - 1));
    return radius * std::cos(2 * std::numbers::pi * rng.uniform());
  }

  double df_, constant_;
};

const bool registered = priors().add(
    "student-t", "independent Student's t around 0: heavy tails",
    [](const Section& prior, const std::vector<Block>& blocks) {
      const double df =
          prior.number("df", {.fallback = 4.0,
                              .min = 0,
                              .above_min = true,
                              .help = "degrees of freedom; 1 is Cauchy, many are normal"});
      return std::make_unique<StudentTPrior>(
          blocks, read_widths(prior, "width", "of each parameter's density", blocks), df);
    });

}  // namespace
}  // namespace temper
