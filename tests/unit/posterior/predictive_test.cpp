#include "posterior/predictive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace temper {
namespace {

constexpr double tolerance = 1e-12;

double score_named(const Predictive& predictive, const std::string& name) {
  for (const auto& score : predictive.scores())
    if (score.name == name) return score.value;
  ADD_FAILURE() << "no score " << name;
  return 0;
}

// Two examples and two members: the means are (0.75, 0.25) and (0.5, 0.5), the labels 0 and 1.
TEST(Predictive, AveragesProbabilitiesAndTellsTheLeastCertain) {
  Dataset data;
  data.n_classes = 2;
  const std::vector<std::int32_t> labels = {0, 1};
  const Part part = {.n = 2, .inputs = {}, .targets = {}, .labels = labels};
  Predictive predictive(data, part, nullptr);
  predictive.add(std::vector{1.0, 0.0, 0.25, 0.75});
  predictive.add(std::vector{0.5, 0.5, 0.75, 0.25});
  EXPECT_EQ(predictive.probabilities(), (std::vector{0.75, 0.25, 0.5, 0.5}));
  const auto entropy = predictive.uncertainties();
  EXPECT_NEAR(entropy[0], -0.75 * std::log(0.75) - 0.25 * std::log(0.25), tolerance);
  EXPECT_NEAR(entropy[1], std::log(2), tolerance);
  EXPECT_NEAR(score_named(predictive, "log_score"), (std::log(0.75) + std::log(0.5)) / 2,
              tolerance);
  EXPECT_NEAR(score_named(predictive, "brier"), (2 * 0.0625 + 2 * 0.25) / 2, tolerance);
}

// Two examples that are both believed to be of class 0 with 0.9; one is. In their bin a confidence
// of 0.9 meets an accuracy of 0.5, and a mean of two values has half of their distance for its
// error.
TEST(Predictive, TellsConfidenceFromAccuracyAndHowSureAScoreIs) {
  Dataset data;
  data.n_classes = 2;
  const std::vector<std::int32_t> labels = {0, 1};
  const Part part = {.n = 2, .inputs = {}, .targets = {}, .labels = labels};
  Predictive predictive(data, part, nullptr);
  predictive.add(std::vector{0.9, 0.1, 0.9, 0.1});
  EXPECT_NEAR(score_named(predictive, "ece"), 0.4, tolerance);
  const auto scores = predictive.scores();
  EXPECT_EQ(scores[0].name, "accuracy");
  EXPECT_NEAR(scores[0].error, 0.5, tolerance);
  EXPECT_EQ(scores[1].name, "log_score");
  EXPECT_NEAR(scores[1].error, (std::log(0.9) - std::log(0.1)) / 2, tolerance);
}

// One example, target 1 in standard units of mean 10 and sd 4, so 14; members N(10, 1), N(14, 1):
// a mixture of mean 12 and variance 1 + 4.
TEST(Predictive, MixesNormalsInOriginalUnits) {
  Dataset data;
  data.task = Task::regression;
  data.n_targets = 1;
  data.target_scaling = {{10.0}, {4.0}};
  const std::vector<float> targets = {1.0f};
  const Part part = {.n = 1, .inputs = {}, .targets = targets, .labels = {}};
  const auto noise = normal_noise();
  Predictive predictive(data, part, noise.get());
  predictive.add(std::vector{10.0, 1.0});
  predictive.add(std::vector{14.0, 1.0});
  EXPECT_NEAR(predictive.means()[0], 12, tolerance);
  EXPECT_NEAR(predictive.sds()[0], std::sqrt(5), tolerance);
  EXPECT_NEAR(predictive.uncertainties()[0], std::sqrt(5) / 4, tolerance);
  EXPECT_NEAR(score_named(predictive, "rmse"), 2, tolerance);
  EXPECT_EQ(score_named(predictive, "coverage_90"), 1);
  // The density of the mixture, not the mixture of log densities, which is -4.92.
  const double density = (std::exp(-8.0) + 1) / 2 / std::sqrt(2 * std::numbers::pi);
  EXPECT_NEAR(score_named(predictive, "log_score"), std::log(density), tolerance);
  EXPECT_NEAR(score_named(predictive, "log_score_in_sd"), std::log(4 * density), tolerance);
  const double normal = -4.0 / 10 - 0.5 * std::log(2 * std::numbers::pi * 5);
  EXPECT_NEAR(score_named(predictive, "normal_log_score"), normal, tolerance);
  EXPECT_NEAR(score_named(predictive, "rmse_in_sd"), 0.5, tolerance);
  EXPECT_NEAR(score_named(predictive, "aleatoric_sd"), 1, tolerance);
  EXPECT_NEAR(score_named(predictive, "epistemic_sd"), 2, tolerance);
}

// N(0, 1) and targets at 1.5 and 1.8, on both sides of its central 90 % (1.645), and both outside
// of the central 80 % (1.282).
TEST(Predictive, CountsTargetsWithinNineTenthsOfTheMixture) {
  Dataset data;
  data.task = Task::regression;
  data.n_targets = 1;
  const std::vector<float> targets = {1.5f, -1.8f};
  const Part part = {.n = 2, .inputs = {}, .targets = targets, .labels = {}};
  const auto noise = normal_noise();
  Predictive predictive(data, part, noise.get());
  predictive.add(std::vector{0.0, 1.0, 0.0, 1.0});
  EXPECT_EQ(score_named(predictive, "coverage_90"), 0.5);
  EXPECT_EQ(score_named(predictive, "coverage_80"), 0);
  EXPECT_EQ(score_named(predictive, "coverage_95"), 1);
}

}  // namespace
}  // namespace temper
