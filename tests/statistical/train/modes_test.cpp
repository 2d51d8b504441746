// Statistical: every kernel with every swap test finds the weights of two modes that no single
// replica crosses between.
//
// two_signs.h, likelihood tempering from T = 1 to 40 and on to the prior, two copies from draws of
// the prior. The share of kept sweeps with theta_0 > 0 on rung 0, less the known weight, over its
// standard error: |z| < 4.42 fails for 1 choice of seeds in 100,000, some 40 combinations.

#include <gtest/gtest.h>

#include <map>

#include "statistical/as_word.h"
#include "statistical/kernel/ensemble.h"
#include "statistical/train/short_run.h"
#include "statistical/train/two_signs.h"
#include "statistics/effective_size.h"
#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

/// What kernels need where steps don't adapt, and where the error of a step would show.
std::string options_of(const std::string& kernel) {
  static const std::map<std::string, std::string> table = {
      {"mclmc", "step = 0.02\n"},
      {"minibatch-mh", "step = 0.1\nbatch = 50\n"},
      {"psgld", "lr = 0.001\nbatch = 50\n"},
      {"random-direction", "lr = 0.01\n"},
      {"sgd", "lr = 0.01\nbatch = \"full\"\n"},
      {"sghmc", "lr = 0.01\nbatch = 50\n"},
      {"sgld", "lr = 0.02\nbatch = 50\n"},
      {"sgnht", "lr = 0.01\nbatch = 50\n"},
  };
  const auto found = table.find(kernel);
  return "type = \"" + kernel + "\"\n" + (found == table.end() ? "" : found->second);
}

/// Whether theta_0 > 0 on rung 0: [copy][sweep].
Copies signs(const std::string& kernel, const std::string& exchange, const std::string& rungs) {
  auto experiment = experiment_of(
      "[potential]\ntype = \"linear-regression\"\npoints = 100\ndim = 2\n[kernel]\n" +
      options_of(kernel) + "[exchange]\n" + exchange +
      "[ladder]\nadapt = false\ntempering = \"likelihood\"\n" + rungs +
      "[run]\nwarmup = 100\nsweeps = 1500\nsteps = 10\ncopies = 2\n[output]\nthin = 1\n");
  experiment.potential = std::make_unique<TwoSigns>();
  auto signs = run_and_see(experiment).first;
  for (auto& copy : signs)
    for (double& x : copy) x = x > 0 ? 1 : 0;
  return signs;
}

std::vector<std::string> kernels_that_sample() {
  auto names = kernels().names();
  std::erase_if(names, [](const std::string& name) {
    return !serves(*make_kernel(name), {1, Tempering::likelihood});
  });
  return names;
}

using Combination = std::tuple<std::string, std::string>;  ///< kernel, swap test

class Modes : public testing::TestWithParam<Combination> {};

TEST_P(Modes, HaveTheirWeights) {
  const auto& [kernel, test] = GetParam();
  const auto exchange = "test = \"" + test + "\"\n" + (takes_batch(test) ? "batch = 50\n" : "");
  const auto found = signs(kernel, exchange, "temperatures = [1, 1.8, 3.2, 6, 11, 20, 40, inf]\n");
  const double error = standard_error(found);
  EXPECT_LT(std::abs(mean(found) - TwoSigns().weight_above_zero()) / error, 4.42);
  EXPECT_LT(error, 0.1)
      << "too noisy to tell, which options_of a kernel, or a longer run, would mend";
}

INSTANTIATE_TEST_SUITE_P(Registry, Modes,
                         testing::Combine(testing::ValuesIn(kernels_that_sample()),
                                          testing::ValuesIn(swap_tests().names())),
                         AsWord());

class OneRung : public testing::TestWithParam<std::string> {};

TEST_P(OneRung, NeverCrosses) {
  for (const auto& copy : signs(GetParam(), "", "temperatures = [1]\n"))
    EXPECT_EQ(std::count(copy.begin(), copy.end(), copy.front()), std::ssize(copy));
}

INSTANTIATE_TEST_SUITE_P(Registry, OneRung, testing::ValuesIn(kernels_that_sample()), AsWord());

}  // namespace
}  // namespace temper
