#include <gtest/gtest.h>

#include <cmath>

#include "base/errors.h"
#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

const Target cold = {0, Tempering::posterior};

// Newton's method on a quadratic: what damping leaves is gone after few steps.
TEST(LevenbergMarquardt, FindsTheBottomOfAQuadraticInFewSteps) {
  const auto kernel = make_kernel("levenberg-marquardt");
  const auto potential = make_analytic("linear-regression", "dim = 3\npoints = 20");
  Ensemble ensemble(*kernel, *potential, cold, 1);
  ensemble.step(5);
  const auto mean = potential->known({1, Tempering::posterior})->mean;
  for (std::size_t i = 0; i < mean.size(); ++i)
    EXPECT_NEAR(ensemble.replicas()[0].theta[i], mean[i], 1e-4);
}

// Across the barrier the curvature is negative: damping makes up for it.
TEST(LevenbergMarquardt, NeverGoesUpAndStaysAtTheBottom) {
  const auto kernel = make_kernel("levenberg-marquardt");
  const auto potential = make_analytic("double-well", "dim = 5\nheight = 3\ntilt = 2");
  Ensemble ensemble(*kernel, *potential, cold, 1);
  double before = infinity;
  for (int i = 0; i < 40; ++i) {
    ensemble.step(1);
    const Energy energy = potential->energy(ensemble.replicas()[0].theta);
    EXPECT_LE(energy.U + energy.V, before);
    before = energy.U + energy.V;
  }
  const auto theta = ensemble.replicas()[0].theta;
  ensemble.step(10);
  EXPECT_EQ(ensemble.replicas()[0].theta, theta);
}

TEST(LevenbergMarquardt, OnlyDescends) {
  EXPECT_THROW(make_kernel("levenberg-marquardt")->check({1, Tempering::posterior}), UsageError);
  EXPECT_NO_THROW(make_kernel("levenberg-marquardt")->check(cold));
}

TEST(LevenbergMarquardt, RefusesManyParameters) {
  const auto potential = make_analytic("gaussian", "dim = 3001");
  EXPECT_THROW(make_kernel("levenberg-marquardt")->prepare(*potential, 1), UsageError);
}

}  // namespace
}  // namespace temper
