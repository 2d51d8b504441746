#include <gtest/gtest.h>

#include <cmath>

#include "base/errors.h"
#include "kernel/line_search.h"
#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

double objective(const Energy& energy) { return energy.U + energy.V; }

/// Steps until the line search meets both Wolfe conditions on f, or gives up.
template <class Function, class Derivative>
double search(double first, const Function& f, const Derivative& slope) {
  LineSearch line(f(0.0), slope(0.0), first);
  for (int trial = 0; trial < 30; ++trial)
    if (const double t = line.length(); line.ends(f(t), slope(t))) return t;
  return std::nan("");
}

TEST(LineSearch, TakesAFirstLengthThatFits) {
  const auto f = [](double t) { return (t - 1) * (t - 1); };
  const auto slope = [](double t) { return 2 * (t - 1); };
  EXPECT_EQ(search(1, f, slope), 1);
}

TEST(LineSearch, FindsTheBottomOfAParabolaFromTooFar) {
  const auto f = [](double t) { return (t - 1) * (t - 1); };
  const auto slope = [](double t) { return 2 * (t - 1); };
  EXPECT_NEAR(search(8, f, slope), 1, 1e-12);
}

TEST(LineSearch, GoesOnWhereItIsStillSteep) {
  const auto f = [](double t) { return (t - 1000) * (t - 1000); };
  const auto slope = [](double t) { return 2 * (t - 1000); };
  const double t = search(1, f, slope);
  EXPECT_GT(t, 99);  // where the slope is 0.9 of the first
  EXPECT_LT(t, 2000);
}

TEST(LineSearch, EndsAtAKink) {
  const auto f = [](double t) { return std::abs(t - 0.3); };
  const auto slope = [](double t) { return t < 0.3 ? -1.0 : 1.0; };
  const double t = search(1, f, slope);
  EXPECT_GT(t, 0.3);
  EXPECT_LT(t, 0.6);
}

TEST(LineSearch, ComesBackFromWhereThereIsNoNumber) {
  const auto f = [](double t) { return t < 0.5 ? -t : std::nan(""); };
  const auto slope = [](double t) { return t < 0.4 ? -1.0 : -0.5; };
  const double t = search(8, f, slope);
  EXPECT_GE(t, 0.4);
  EXPECT_LT(t, 0.5);
}

// A quadratic of 3 parameters: exact after 3 exact line searches; a few more for weak ones.
TEST(Lbfgs, FindsTheBottomOfAQuadratic) {
  const auto kernel = make_kernel("l-bfgs");
  const auto potential = make_analytic("linear-regression", "dim = 3\npoints = 20");
  Ensemble ensemble(*kernel, *potential, {0, Tempering::posterior}, 1);
  ensemble.step(12);
  const auto mean = potential->known({1, Tempering::posterior})->mean;
  for (std::size_t i = 0; i < mean.size(); ++i)
    EXPECT_NEAR(ensemble.replicas()[0].theta[i], mean[i], 1e-4);
}

TEST(Lbfgs, NeverGoesUp) {
  const auto kernel = make_kernel("l-bfgs");
  const auto potential = make_analytic("double-well", "dim = 5\nheight = 3\ntilt = 2");
  Ensemble ensemble(*kernel, *potential, {0, Tempering::posterior}, 1);
  double before = infinity;
  for (int i = 0; i < 30; ++i) {
    ensemble.step(1);
    const double now = objective(potential->energy(ensemble.replicas()[0].theta));
    EXPECT_LE(now, before + 1e-5);
    before = now;
  }
}

TEST(Lbfgs, StaysAtTheBottom) {
  const auto kernel = make_kernel("l-bfgs");
  const auto potential = make_analytic("linear-regression", "dim = 3\npoints = 20");
  Ensemble ensemble(*kernel, *potential, {0, Tempering::posterior}, 1);
  ensemble.step(60);
  const auto theta = ensemble.replicas()[0].theta;
  ensemble.step(10);
  EXPECT_EQ(ensemble.replicas()[0].theta, theta);
}

TEST(Lbfgs, OnlyDescends) {
  EXPECT_THROW(make_kernel("l-bfgs")->check({1, Tempering::posterior}), UsageError);
  EXPECT_NO_THROW(make_kernel("l-bfgs")->check({0, Tempering::posterior}));
}

}  // namespace
}  // namespace temper
