// Contract tests over the registry: gradients against central differences, and what a potential
// says of itself against integrals over a grid.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

#include "config/section.h"
#include "potential/analytic.h"
#include "potential/linear_regression.h"
#include "potential/potentials.h"
#include "statistical/as_word.h"
#include "unit/potential/known_potentials.h"

namespace temper {
namespace {

std::unique_ptr<AnalyticPotential> make(const std::string& name, const std::string& toml) {
  auto potential = potentials().find(name)->make(Section::of("potential", toml));
  return std::unique_ptr<AnalyticPotential>(dynamic_cast<AnalyticPotential*>(potential.release()));
}

/// Every analytic potential with two parameters.
std::unique_ptr<AnalyticPotential> make_planar(const std::string& name) {
  return make(name, name == "banana" ? "" : "dim = 2");
}

class AnalyticPotentials : public testing::TestWithParam<std::string> {};

TEST_P(AnalyticPotentials, GradientIsThatOfTheEnergy) {
  const auto potential = make(GetParam(), GetParam() == "banana" ? "" : "dim = 4");
  const std::size_t dim = potential->dim();
  Rng rng({1, Stream::init});
  std::vector<float> theta(dim), gradient(dim);
  for (const Weights weights : {Weights{1, 1}, Weights{0.3, 1}, Weights{0.3, 0.3}}) {
    potential->draw({1, Tempering::posterior}, theta, rng);
    potential->gradient(theta, {}, weights, gradient);
    for (std::size_t i = 0; i < dim; ++i) {
      const auto energy_at = [&](float element) {
        auto moved = theta;
        moved[i] = element;
        const Energy energy = potential->energy(moved);
        return weights.U * energy.U + weights.V * energy.V;
      };
      const float step = 1e-2F * (1 + std::abs(theta[i]));
      const float low = theta[i] - step, high = theta[i] + step;
      const double slope = (energy_at(high) - energy_at(low)) / (double{high} - low);
      EXPECT_NEAR(gradient[i], slope, 1e-3 * (1 + std::abs(slope))) << "parameter " << i;
    }
  }
}

/// Moments and integral of exp(-w.U U - w.V V) on a grid that is fine near zero and wide: both
/// parameters are 1e-4 sinh(u) with u evenly spaced.
Known integrate(AnalyticPotential& potential, Weights weights) {
  constexpr double finest = 1e-4, u_max = 34, u_step = 0.06;
  Known sums{{0, 0}, {0, 0}, 0};
  double total = 0;
  for (double u = -u_max; u < u_max; u += u_step)
    for (double v = -u_max; v < u_max; v += u_step) {
      const std::array<float, 2> theta = {static_cast<float>(finest * std::sinh(u)),
                                          static_cast<float>(finest * std::sinh(v))};
      const Energy energy = potential.energy(theta);
      const double area = std::pow(finest * u_step, 2) * std::cosh(u) * std::cosh(v);
      const double mass = area * std::exp(-weights.U * energy.U - weights.V * energy.V);
      if (!(mass > 0)) continue;
      total += mass;
      for (std::size_t i = 0; i < 2; ++i) {
        sums.mean[i] += mass * theta[i];
        sums.variance[i] += mass * theta[i] * theta[i];
      }
    }
  for (std::size_t i = 0; i < 2; ++i) {
    sums.mean[i] /= total;
    sums.variance[i] = sums.variance[i] / total - sums.mean[i] * sums.mean[i];
  }
  sums.log_Z = std::log(total);
  return sums;
}

TEST_P(AnalyticPotentials, KnowsItsMomentsAndItsIntegral) {
  const auto potential = make_planar(GetParam());
  for (const Target target : {Target{1, Tempering::posterior}, Target{2, Tempering::likelihood},
                              Target{1.25, Tempering::posterior}}) {
    const Known truth = integrate(*potential, target.weights());
    const Known known = potential->known(target).value();
    EXPECT_NEAR(known.log_Z, truth.log_Z, 1e-4) << "T = " << target.temperature;
    for (std::size_t i = 0; i < 2; ++i) {
      const double sd = std::sqrt(truth.variance[i]);
      EXPECT_NEAR(known.mean[i], truth.mean[i], 1e-3 * sd) << "parameter " << i;
      EXPECT_NEAR(known.variance[i], truth.variance[i], 1e-3 * sd * sd) << "parameter " << i;
    }
  }
}

// The prior is normalised, so that log Z at beta = 0 is zero and evidence is log Z at beta = 1.
TEST_P(AnalyticPotentials, LogZOfThePriorIsZero) {
  const auto potential = make_planar(GetParam());
  EXPECT_NEAR(potential->known({infinity, Tempering::likelihood})->log_Z, 0, 1e-9);
}

TEST_P(AnalyticPotentials, PosteriorTemperingHasNoInfiniteTemperature) {
  EXPECT_FALSE(make_planar(GetParam())->known({infinity, Tempering::posterior}));
}

INSTANTIATE_TEST_SUITE_P(Registry, AnalyticPotentials, testing::ValuesIn(known_potentials()),
                         AsWord());

TEST(LinearRegression, MinibatchesOfOnePartitionTheGradient) {
  const auto potential = make("linear-regression", "points = 7\ndim = 3");
  const std::vector<float> theta = {0.5F, -1, 2};
  std::vector<float> full(3), part(3), mean(3, 0);
  const Energy all = potential->gradient(theta, {}, {1, 1}, full);
  double U = 0;
  for (std::uint32_t n = 0; n < 7; ++n) {
    U += potential->gradient(theta, {&n, 1}, {1, 1}, part).U / 7;
    for (std::size_t i = 0; i < 3; ++i) mean[i] += part[i] / 7;
  }
  EXPECT_NEAR(U, all.U, 1e-9);
  EXPECT_NEAR(all.U, potential->energy(theta).U, 1e-9);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(mean[i], full[i], 1e-4);
}

TEST(LinearRegression, PointwiseSumsToTheEnergy) {
  const auto potential = make("linear-regression", "points = 7\ndim = 3");
  const std::vector<float> theta = {0.5F, -1, 2};
  std::vector<double> U(7);
  potential->pointwise(theta, {}, U);
  double sum = 0;
  for (const double U_n : U) sum += U_n;
  EXPECT_NEAR(sum, potential->energy(theta).U, 1e-9);
}

TEST(Mixture, RefusesWeightsThatDoNotMatchItsModes) {
  EXPECT_THROW(make("mixture", "positions = [0, 1]\nweights = [1, 1, 1]"), std::exception);
}

}  // namespace
}  // namespace temper
