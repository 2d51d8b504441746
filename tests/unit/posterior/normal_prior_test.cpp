#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/floats.h"
#include "config/section.h"
#include "posterior/prior.h"

namespace temper {
namespace {

/// Three weights with a fan-in of 4, two biases, and one parameter with a belief of its own.
const std::vector<Block> blocks = {
    {"weight", {3}, {4, 1}, zeros(), {}, 0},
    {"bias", {2}, {}, zeros(), {}, 3},
    {"log_sd", {1}, {}, zeros(), NormalBelief{-1, 0.5}, 5},
};

double minus_log_normal(double x, double mean, double sd) {
  return std::pow((x - mean) / sd, 2) / 2 + std::log(sd) + std::log(2 * std::numbers::pi) / 2;
}

/// V when weights have `weight_sd` and biases `bias_sd`.
double expected(const Floats& theta, double weight_sd, double bias_sd) {
  double energy = minus_log_normal(theta[5], -1, 0.5);
  for (std::size_t i = 0; i < 3; ++i) energy += minus_log_normal(theta[i], 0, weight_sd);
  for (std::size_t i = 3; i < 5; ++i) energy += minus_log_normal(theta[i], 0, bias_sd);
  return energy;
}

const Floats theta = {0.5f, -1, 2, 0.25f, -3, 0.125f};

TEST(NormalPrior, EnergyHasItsNormalisingConstant) {
  EXPECT_NEAR(make_prior(Section::of("prior"), blocks)->energy(theta), expected(theta, 1, 1),
              1e-12);
  EXPECT_NEAR(make_prior(Section::of("prior", "sd = 0.3"), blocks)->energy(theta),
              expected(theta, 0.3, 0.3), 1e-11);
}

TEST(NormalPrior, FanInScalesWeightsOnly) {
  const auto prior = make_prior(Section::of("prior", "sd = 2\nscale = 'fan-in'"), blocks);
  EXPECT_NEAR(prior->energy(theta), expected(theta, 1, 2), 1e-12);
}

TEST(NormalPrior, GradientIsWeighted) {
  const auto prior = make_prior(Section::of("prior", "sd = 2\nscale = 'fan-in'"), blocks);
  Floats gradient(6);
  prior->gradient(theta, 0.5, gradient);
  EXPECT_EQ(gradient, (Floats{0.25f, -0.5f, 1, 0.03125f, -0.375f, 2.25f}));
}

TEST(NormalPrior, EnergySumsLongVectorsInFloat64) {
  const std::size_t n = 100'003;
  const auto prior = make_prior(Section::of("prior"), {{"weight", {n}, {1, 1}, zeros(), {}, 0}});
  const Floats ones(n, 1.0f);
  const double each = minus_log_normal(1, 0, 1);
  EXPECT_NEAR(prior->energy(ones), static_cast<double>(n) * each, 1e-8);
}

}  // namespace
}  // namespace temper
