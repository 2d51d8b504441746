// Statistical: simulation-based calibration of every exact kernel, through the engine.
//
// theta from the prior, data from theta, a run on these data: the rank of theta, and of its U,
// among the run's draws is uniform if and only if the draws are from the posterior. Each of 400
// simulations (eight a seed, $TEMPER_SEEDS) starts at a draw of the prior of its own, adapts steps
// and the middle rung in warm-up, and keeps 31 draws of rung 0, far enough apart to be nearly
// independent. The 32 ranks fall into 16 bins; chi-square beyond 4.42 standard deviations fails a
// right kernel for 1 choice of seeds in 100,000 a quantity, four a kernel.
//
// Source: Talts, Betancourt, Simpson, Vehtari & Gelman, "Validating Bayesian inference algorithms
// with simulation-based calibration", arXiv 1804.06788, 2018; Modrák et al., "Simulation-based
// calibration checking for Bayesian computation: the choice of test quantities shapes
// sensitivity", Bayesian Analysis 20(2), 2025 (why U as well).

#include <gtest/gtest.h>

#include <map>

#include "potential/linear_regression.h"
#include "statistical/as_word.h"
#include "statistical/chi_square.h"
#include "statistical/exact_kernels.h"
#include "statistical/train/short_run.h"

namespace temper {
namespace {

constexpr std::size_t dim = 3, n_points = 40, n_draws = 31, n_bins = 16, thin = 4;
constexpr double prior_sd = 1.5, noise_sd = 2;

/// What a kernel needs to be fast, where its steps don't adapt; all others take their defaults.
std::string options_of(const std::string& kernel) {
  static const std::map<std::string, std::string> table = {
      {"minibatch-mh", "step = 0.4\nbatch = 20\n"}};
  const auto found = table.find(kernel);
  return "type = \"" + kernel + "\"\n" + (found == table.end() ? "" : found->second);
}

/// Else it draws from the prior and no other rung, where data know nothing of theta.
bool samples_posteriors(const std::string& kernel) {
  return serves(*make_kernel(kernel), {1, Tempering::likelihood});
}

std::string config_of(const std::string& kernel, std::uint64_t simulation) {
  return "[potential]\ntype = \"linear-regression\"\n[kernel]\n" + options_of(kernel) +
         "[ladder]\ntempering = \"likelihood\"\ntemperatures = " +
         (samples_posteriors(kernel) ? "[1, 4, inf]" : "[inf]") +
         "\n[run]\nwarmup = 100\nsteps = 5\nsweeps = " + std::to_string(n_draws * thin) +
         "\nseed = " + std::to_string(simulation) + "\n";
}

struct Truth {
  Floats theta;
  RegressionData data;
};

Floats drawn_from_prior(Rng& rng) {
  Floats theta(dim);
  for (float& element : theta) element = static_cast<float>(prior_sd * rng.normal());
  return theta;
}

/// @param true_sd  of the noise; the model believes in `noise_sd`
Truth simulate(std::uint64_t simulation, double true_sd) {
  Rng rng({simulation, Stream::synthetic});
  Truth truth{drawn_from_prior(rng), {{}, {}, noise_sd, prior_sd}};
  for (std::size_t n = 0; n < n_points; ++n) {
    double y = true_sd * rng.normal();
    for (const float element : truth.theta) {
      truth.data.x.push_back(rng.normal());
      y += truth.data.x.back() * element;
    }
    truth.data.y.push_back(y);
  }
  return truth;
}

/// theta and, last, U.
std::vector<double> quantities(const Floats& theta, double U) {
  std::vector<double> all(theta.begin(), theta.end());
  all.push_back(U);
  return all;
}

/// How many draws are below the truth, for each quantity.
std::vector<std::size_t> ranks(Experiment& experiment, const Truth& truth) {
  const auto of_truth = quantities(truth.theta, experiment.potential->energy(truth.theta).U);
  std::vector<std::size_t> ranks(of_truth.size());
  run_in_memory(experiment, [&](Training& training) {
    if (training.state().sweep % thin != 0) return;
    const auto& replica = *move_on(training, 0, 0).replica;
    const auto drawn = quantities(replica.theta, replica.energy.U);
    for (std::size_t q = 0; q < drawn.size(); ++q) ranks[q] += drawn[q] < of_truth[q] ? 1 : 0;
  });
  return ranks;
}

/// The worst score of uniformity over the quantities.
double miscalibration(const std::string& kernel, double true_sd = noise_sd) {
  std::vector<std::vector<double>> counts(dim + 1, std::vector<double>(n_bins));
  for (std::uint64_t simulation = 0; simulation < 8 * n_seeds(); ++simulation) {
    auto experiment = experiment_of(config_of(kernel, simulation));
    auto truth = simulate(simulation, true_sd);
    Rng rng({simulation, Stream::split});
    if (!samples_posteriors(kernel)) truth.theta = drawn_from_prior(rng);
    experiment.potential = std::make_unique<LinearRegression>(truth.data);
    const auto found = ranks(experiment, truth);
    for (std::size_t q = 0; q < counts.size(); ++q)
      counts[q][found[q] * n_bins / (n_draws + 1)] += 1;
  }
  double worst = 0;
  for (const auto& count : counts) worst = std::max(worst, uniformity_score(count));
  return worst;
}

class Calibration : public testing::TestWithParam<std::string> {};

TEST_P(Calibration, RanksOfTheTruthAreUniform) { EXPECT_LT(miscalibration(GetParam()), 4.42); }

INSTANTIATE_TEST_SUITE_P(Exact, Calibration, testing::ValuesIn(exact_kernels()), AsWord());

TEST(CalibrationItself, CatchesANoiseThatIsBelievedToBeSmaller) {
  EXPECT_GT(miscalibration("hmc", 1.3 * noise_sd), 9);
}

}  // namespace
}  // namespace temper
