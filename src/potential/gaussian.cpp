// A Gaussian of independent parameters whose precisions rise geometrically from 1 to the
// condition number, at T = 1. U and V: warped_gaussian.h.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "potential/potentials.h"
#include "potential/warped_gaussian.h"

namespace temper {
namespace {

std::vector<double> sd_by_condition(const Section& options) {
  const auto dim = options.count("dim", {.fallback = 10, .min = 1, .help = "number of parameters"});
  const double condition = options.number(
      "condition", {.fallback = 1.0, .min = 1, .help = "largest precision over smallest"});
  std::vector<double> sd(dim, 1);
  for (std::size_t i = 1; i < dim; ++i)
    sd[i] = std::pow(condition, -0.5 * static_cast<double>(i) / static_cast<double>(dim - 1));
  return sd;
}

class Gaussian final : public WarpedGaussian {
 public:
  explicit Gaussian(const Section& options) : WarpedGaussian(options, sd_by_condition(options)) {}

 private:
  double unwarp(std::span<const float> theta, std::span<double> y) const override {
    std::copy(theta.begin(), theta.end(), y.begin());
    return 0;
  }
  void warp(std::span<const double> y, std::span<float> theta) const override {
    for (std::size_t i = 0; i < y.size(); ++i) theta[i] = static_cast<float>(y[i]);
  }
  void pull_back(std::span<const double>, double, std::span<double>) const override {}
  void warp_moments(std::span<double>, std::span<double>) const override {}
};

const bool registered =
    potentials().add("gaussian", "a Gaussian of any dimension and condition number",
                     [](const Section& options) { return std::make_unique<Gaussian>(options); });

}  // namespace
}  // namespace temper
