// Two Gaussian shells: thin curved shells apart from each other, whose volume is next to nothing of
// the box [-6, 6]^P in many dimensions.
//
//   L(x) = sum over the two of exp(-(|x - c| - r)² / (2 w²)) / sqrt(2 pi w²)
//
// with r = 2, w = 0.1, c = -3.5 and +3.5 on the first axis. log Z is -1.746, -5.67, -14.59, -36.09
// and -60.13 for P = 2, 5, 10, 20 and 30.
//
// Source: Allanach & Lester, "Sampling using a 'bank' of clues", Comput. Phys. Commun. 179, 2008;
// values: Feroz, Hobson & Bridges, "MultiNest", Mon. Not. R. Astron. Soc. 398, 2009, table 2.

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

#include "config/section.h"
#include "potential/box_potential.h"
#include "potential/potentials.h"

namespace temper {
namespace {

constexpr double half_width = 6;

class GaussianShells final : public BoxPotential {
 public:
  explicit GaussianShells(const Section& options)
      : BoxPotential(
            options.count("dim", {.fallback = 2, .min = 2, .help = "number of parameters"}),
            -half_width, half_width),
        radius_(options.number("radius", {.fallback = 2, .min = 0, .above_min = true})),
        width_(options.number("width", {.fallback = 0.1,
                                        .min = 0,
                                        .above_min = true,
                                        .help = "standard deviation across a shell"})),
        centre_(options.number("centre", {.fallback = 3.5,
                                          .min = 0,
                                          .help = "of the shells: this and its negative, on the "
                                                  "first axis"})) {}

 private:
  double minus_log_likelihood(std::span<const double> x, std::span<double> slope) const override {
    const std::array<double, 2> centres = {-centre_, centre_};
    std::array<double, 2> distance{}, exponent{};
    for (std::size_t k = 0; k < 2; ++k) {
      double square = (x[0] - centres[k]) * (x[0] - centres[k]);
      for (std::size_t i = 1; i < x.size(); ++i) square += x[i] * x[i];
      distance[k] = std::max(std::sqrt(square), 1e-12);
      const double across = (distance[k] - radius_) / width_;
      exponent[k] = 0.5 * across * across;
    }
    const double least = std::min(exponent[0], exponent[1]);
    const std::array<double, 2> weight = {std::exp(least - exponent[0]),
                                          std::exp(least - exponent[1])};
    const double sum = weight[0] + weight[1];
    std::fill(slope.begin(), slope.end(), 0.0);
    for (std::size_t k = 0; k < 2; ++k) {
      const double pull =
          weight[k] / sum * (distance[k] - radius_) / (width_ * width_ * distance[k]);
      slope[0] += pull * (x[0] - centres[k]);
      for (std::size_t i = 1; i < x.size(); ++i) slope[i] += pull * x[i];
    }
    return least - std::log(sum) + std::log(width_ * std::sqrt(2 * std::numbers::pi));
  }

  double radius_, width_, centre_;
};

const bool registered = potentials().add(
    "gaussian-shells", "two thin shells in a box: a test problem of nested sampling",
    [](const Section& options) { return std::make_unique<GaussianShells>(options); });

}  // namespace
}  // namespace temper
