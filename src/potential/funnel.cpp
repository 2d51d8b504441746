// Neal's funnel: theta_0 ~ N(0, 3²), theta_i ~ N(0, exp(theta_0)) at T = 1, whose neck asks for
// steps a thousand times shorter than its mouth.
//
//   theta_0 = y_0,   theta_i = y_i exp(y_0 / 2),    ln |det dtheta/dy| = (P - 1) theta_0 / 2
//
// Source: Neal, "Slice sampling", Ann. Stat. 31(3), 2003, section 8. U and V: warped_gaussian.h.

#include <cmath>

#include "config/section.h"
#include "potential/potentials.h"
#include "potential/warped_gaussian.h"

namespace temper {
namespace {

constexpr double neck_sd = 3;

std::vector<double> sd_of_neck_and_rest(const Section& options) {
  const auto dim = options.count("dim", {.fallback = 10, .min = 2, .help = "number of parameters"});
  std::vector<double> sd(dim, 1);
  sd[0] = neck_sd;
  return sd;
}

class Funnel final : public WarpedGaussian {
 public:
  explicit Funnel(const Section& options) : WarpedGaussian(options, sd_of_neck_and_rest(options)) {}

 private:
  double jacobian_slope() const override { return 0.5 * static_cast<double>(dim() - 1); }

  double unwarp(std::span<const float> theta, std::span<double> y) const override {
    y[0] = theta[0];
    const double shrink = std::exp(-0.5 * y[0]);
    for (std::size_t i = 1; i < y.size(); ++i) y[i] = theta[i] * shrink;
    return jacobian_slope() * y[0];
  }

  void warp(std::span<const double> y, std::span<float> theta) const override {
    theta[0] = static_cast<float>(y[0]);
    for (std::size_t i = 1; i < y.size(); ++i)
      theta[i] = static_cast<float>(y[i] * std::exp(0.5 * y[0]));
  }

  void pull_back(std::span<const double> y, double jacobian_weight,
                 std::span<double> derivatives) const override {
    const double shrink = std::exp(-0.5 * y[0]);
    derivatives[0] += jacobian_weight * jacobian_slope();
    for (std::size_t i = 1; i < y.size(); ++i) {
      derivatives[0] -= 0.5 * y[i] * derivatives[i];
      derivatives[i] *= shrink;
    }
  }

  /// Var theta_i = E[y_i²] E[exp(theta_0)].
  void warp_moments(std::span<double> mean, std::span<double> variance) const override {
    const double widening = std::exp(mean[0] + 0.5 * variance[0]);
    for (std::size_t i = 1; i < variance.size(); ++i) variance[i] *= widening;
  }
};

const bool registered =
    potentials().add("funnel", "Neal's funnel: widths that differ by orders of magnitude",
                     [](const Section& options) { return std::make_unique<Funnel>(options); });

}  // namespace
}  // namespace temper
