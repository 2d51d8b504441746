// Losses where float32 and overflow bite, predictions, and targets that a loss is not for.

#include "net/loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/errors.h"
#include "config/section.h"
#include "simd_paths.h"

namespace temper {
namespace {

const TargetSpec three_classes = {.n_classes = 3};
const TargetSpec two_classes = {.n_classes = 2};
const TargetSpec one_number = {.n_targets = 1, .mean = {10}, .sd = {2}};

std::unique_ptr<Loss> loss(const std::string& toml, const TargetSpec& targets) {
  auto loss = make_loss(Section::of("model", toml), targets);
  loss->prepare(4);
  return loss;
}

double loss_of(Loss& loss, const std::vector<float>& outputs, std::int32_t label) {
  double result = 0;
  loss.losses({}, outputs, {{}, {&label, 1}}, {&result, 1});
  return result;
}

TEST(Softmax, KeepsDigitsOfWellClassifiedExamples) {
  const auto softmax = loss("loss = 'softmax'", three_classes);
  const double others = 2 * std::exp(-25.0);  // 3e-11, far below float32's rounding of 1
  EXPECT_NEAR(loss_of(*softmax, {25, 0, 0}, 0) / std::log1p(others), 1, 1e-4);

  std::vector<float> gradient(3);
  const std::vector<float> outputs = {25, 0, 0};
  const std::int32_t label = 0;
  double value = 0;
  softmax->gradient({{}, outputs, {{}, {&label, 1}}, 1, {&value, 1}, gradient, {}});
  EXPECT_NEAR(gradient[0] / -others, 1, 1e-5);
  EXPECT_NEAR(gradient[1] / (others / 2), 1, 1e-5);
}

TEST(Softmax, SurvivesHugeOutputs) {
  const auto softmax = loss("loss = 'softmax'", three_classes);
  EXPECT_DOUBLE_EQ(loss_of(*softmax, {3e5f, -3e5f, 0}, 1), 6e5);
}

/// U and its gradient in float64.
double reference_softmax(const float* z, std::size_t n, std::size_t label,
                         std::vector<double>& gradient) {
  double sum = 0;
  for (std::size_t j = 0; j < n; ++j) sum += std::exp(double{z[j]});
  for (std::size_t j = 0; j < n; ++j)
    gradient[j] = std::exp(double{z[j]}) / sum - (j == label ? 1 : 0);
  return std::log(sum) - double{z[label]};
}

using SoftmaxOnEachPath = OnEachSimdPath;

// More rows than a vector has lanes, and a part of one. Float32 exponentials are within 2.4e-7
// relatively, so their logarithm is within that absolutely.
TEST_P(SoftmaxOnEachPath, AgreesWithFloat64) {
  constexpr std::size_t n = 3, rows = 21;
  const auto softmax = make_loss(Section::of("model"), three_classes);
  softmax->prepare(rows);
  std::vector<float> outputs(n * rows), gradient(n * rows);
  std::vector<std::int32_t> labels(rows);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    outputs[i] = 5 * std::sin(static_cast<float>(i * i));
  for (std::size_t row = 0; row < rows; ++row) labels[row] = static_cast<std::int32_t>(row % n);
  std::vector<double> values(rows), expected(n);
  softmax->gradient({{}, outputs, {{}, labels}, 2, values, gradient, {}});
  for (std::size_t row = 0; row < rows; ++row) {
    EXPECT_NEAR(values[row], reference_softmax(&outputs[n * row], n, row % n, expected), 5e-7);
    for (std::size_t j = 0; j < n; ++j)
      EXPECT_NEAR(gradient[n * row + j], 2 * expected[j], 1e-6) << row << ", " << j;
  }
}

TEST_P(SoftmaxOnEachPath, ANaNStaysOne) {
  const auto softmax = loss("loss = 'softmax'", three_classes);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const std::vector<float>& outputs : {std::vector{nan, 0.0F, 0.0F}, {0.0F, nan, 0.0F}})
    EXPECT_TRUE(std::isnan(loss_of(*softmax, outputs, 2)));
}

INSTANTIATE_TEST_SUITE_P(Simd, SoftmaxOnEachPath,
                         testing::ValuesIn(hwy::SupportedAndGeneratedTargets()), name_of_path);

TEST(Bernoulli, KeepsDigitsAndSurvivesHugeOutputs) {
  const auto bernoulli = loss("loss = 'bernoulli'", two_classes);
  EXPECT_DOUBLE_EQ(loss_of(*bernoulli, {-40}, 0), std::exp(-40.0));
  EXPECT_DOUBLE_EQ(loss_of(*bernoulli, {40}, 1), std::exp(-40.0));
  EXPECT_DOUBLE_EQ(loss_of(*bernoulli, {-1e6f}, 1), 1e6);
}

TEST(Loss, PredictsProbabilitiesThatMatchItsLosses) {
  const std::vector<float> outputs = {0.3f, -1.2f, 2.0f};
  std::vector<double> p(3);
  const auto softmax = loss("", three_classes);
  softmax->predict({}, outputs, p);
  for (std::int32_t label = 0; label < 3; ++label)
    EXPECT_NEAR(-std::log(p[static_cast<std::size_t>(label)]), loss_of(*softmax, outputs, label),
                1e-6);

  const auto bernoulli = loss("loss = 'bernoulli'", two_classes);
  bernoulli->predict({}, std::span(outputs).first(1), std::span(p).first(2));
  for (std::int32_t label = 0; label < 2; ++label)
    EXPECT_NEAR(-std::log(p[static_cast<std::size_t>(label)]), loss_of(*bernoulli, {0.3f}, label),
                1e-12);
}

/// -log N(13; 10 + 2 * 0.5, 0.7²): the target 1.5 and the output 0.5 in original units.
double expected_density() {
  return 0.5 * std::pow(2 / 0.7, 2) + std::log(0.7) + 0.5 * std::log(2 * M_PI);
}

TEST(Gaussian, IsADensityInOriginalUnitsForEveryKindOfNoise) {
  const float target = 1.5f, mean = 0.5f, log_sd = static_cast<float>(std::log(0.7 / 2));
  const Targets targets = {{&target, 1}, {}};
  double value = 0;
  loss("noise_sd = 0.7", one_number)->losses({}, {&mean, 1}, targets, {&value, 1});
  EXPECT_NEAR(value, expected_density(), 1e-12);

  loss("", one_number)->losses({&log_sd, 1}, {&mean, 1}, targets, {&value, 1});
  EXPECT_NEAR(value, expected_density(), 1e-5);

  const std::vector<float> outputs = {mean, log_sd};
  loss("noise_sd = 'predicted'", one_number)->losses({}, outputs, targets, {&value, 1});
  EXPECT_NEAR(value, expected_density(), 1e-5);
}

// sd of the targets 2, least sd 0.25: at x = -50 the least alone, at x = 50 no exp(50).
TEST(Gaussian, APredictedSdNeitherCollapsesNorExplodes) {
  auto spec = one_number;
  spec.least_sd = {0.25};
  const auto gaussian = loss("noise_sd = 'predicted'", spec);
  std::vector<double> prediction(2);
  for (const auto& [x, sd] : {std::pair{-50.0F, 0.5}, {0.0F, 2.5}, {50.0F, 0.5 + 2 * 50 * M_E}}) {
    gaussian->predict({}, std::vector{0.5F, x}, prediction);
    EXPECT_NEAR(prediction[1], sd, 1e-12 * sd) << x;
  }
}

TEST(Gaussian, PredictsMeanAndSdInOriginalUnits) {
  const float mean = 0.5f;
  std::vector<double> prediction(2);
  loss("noise_sd = 0.7", one_number)->predict({}, {&mean, 1}, prediction);
  EXPECT_DOUBLE_EQ(prediction[0], 11);
  EXPECT_NEAR(prediction[1], 0.7, 1e-12);
}

void expect_refused(const std::string& toml, const TargetSpec& targets, const std::string& part) {
  try {
    loss(toml, targets);
    ADD_FAILURE() << toml << " was taken";
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(Loss, RefusesTargetsThatItIsNotFor) {
  expect_refused("loss = 'softmax'", one_number, "use 'gaussian'");
  expect_refused("loss = 'bernoulli'", one_number, "use 'gaussian'");
  expect_refused("loss = 'bernoulli'", three_classes, "there are 3; use 'softmax'");
  expect_refused("loss = 'gaussian'", three_classes, "use 'softmax'");
  expect_refused("noise_sd = 0", one_number, "noise_sd");
  expect_refused("noise_sd = 'learnt'", one_number, "learned");
}

}  // namespace
}  // namespace temper
