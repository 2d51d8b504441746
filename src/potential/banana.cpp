// The banana: a Gaussian bent along a parabola, so that no single step size suits it.
//
//   theta_0 = y_0,   theta_1 = y_1 + bend (y_0² - 1),     y_0, y_1 ~ N(0, 1) at T = 1
//
// -ln density at T = 1 is Rosenbrock's function shifted to zero mean (Haario, Saksman & Tamminen,
// "Adaptive proposal distribution for random walk Metropolis algorithm", Comput. Stat. 14, 1999).
// U and V: warped_gaussian.h.

#include "config/section.h"
#include "potential/potentials.h"
#include "potential/warped_gaussian.h"

namespace temper {
namespace {

class Banana final : public WarpedGaussian {
 public:
  explicit Banana(const Section& options)
      : WarpedGaussian(options, {1, 1}),
        bend_(options.number("bend", {.fallback = 1.0, .min = 0, .help = "0: not bent"})) {}

 private:
  double unwarp(std::span<const float> theta, std::span<double> y) const override {
    const double along = theta[0];
    y[0] = along;
    y[1] = theta[1] - bend_ * (along * along - 1);
    return 0;
  }

  void warp(std::span<const double> y, std::span<float> theta) const override {
    theta[0] = static_cast<float>(y[0]);
    theta[1] = static_cast<float>(y[1] + bend_ * (y[0] * y[0] - 1));
  }

  void pull_back(std::span<const double> y, double /*jacobian is one*/,
                 std::span<double> derivatives) const override {
    derivatives[0] -= 2 * bend_ * y[0] * derivatives[1];
  }

  void warp_moments(std::span<double> mean, std::span<double> variance) const override {
    mean[1] = bend_ * (variance[0] - 1);
    variance[1] += 2 * bend_ * bend_ * variance[0] * variance[0];
  }

  double bend_;
};

const bool registered =
    potentials().add("banana", "a bent Gaussian of two parameters (Rosenbrock)",
                     [](const Section& options) { return std::make_unique<Banana>(options); });

}  // namespace
}  // namespace temper
