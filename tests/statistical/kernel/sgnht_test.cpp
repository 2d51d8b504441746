// Statistical: under minibatch noise sgd runs hot, and the thermostat brings the rung back to its
// temperature. Linear regression on 200 examples, 5 in a batch; 400 replicas from exact draws,
// 3,000 steps. The standard error of the marginal temperature is sqrt(2 / 4000) = 2.3 %, that of
// the kinetic one below 0.5 %; the noise of these minibatches differs between parameters, which a
// single friction can't undo, so bounds are 5 standard errors and no score.
//
// Drawn with replacement: within an epoch the noises of minibatches cancel, which cools theta
// below what the momentum shows.

#include <gtest/gtest.h>

#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

struct Temperatures {
  double kinetic;   ///< as the kernel reports it
  double marginal;  ///< mean of (theta - mean)² over its variance at T = 1
};

Temperatures temperatures_of(const std::string& kernel_name, const std::string& toml) {
  const auto kernel = make_kernel(kernel_name, toml);
  const auto potential = make_analytic("linear-regression", "points = 200\ndim = 10");
  const Target target{1, Tempering::likelihood};
  const Known known = potential->known(target).value();
  Ensemble ensemble(*kernel, *potential, target, 400);
  ensemble.step(2'000);
  for (auto& move : ensemble.moves()) move.sums = {};
  ensemble.step(1'000);
  Temperatures sum{0, 0};
  for (const auto& move : ensemble.moves()) {
    sum.kinetic += move.sums.kinetic / static_cast<double>(move.sums.n_kinetic) / 400;
    for (std::size_t i = 0; i < 10; ++i)
      sum.marginal +=
          std::pow(move.replica->theta[i] - known.mean[i], 2) / known.variance[i] / 4'000;
  }
  return sum;
}

TEST(Sgnht, KeepsItsTemperatureUnderMinibatchNoise) {
  const auto seen =
      temperatures_of("sgnht", "lr = 0.02\nbatch = 5\nmomentum = 0.8\norder = \"replacement\"");
  EXPECT_NEAR(seen.kinetic, 1, 0.02);
  EXPECT_NEAR(seen.marginal, 1, 0.12);
}

TEST(Sgnht, TheTestCatchesAHotKernel) {
  const auto seen =
      temperatures_of("sgd", "lr = 0.02\nbatch = 5\nmomentum = 0.8\norder = \"replacement\"");
  EXPECT_GT(seen.kinetic, 2);
  EXPECT_GT(seen.marginal, 2);
}

}  // namespace
}  // namespace temper
