// U and V and their gradients, minibatches, metrics and predictions of a network's posterior.

#include "posterior/network_posterior.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "unit/posterior/small_data.h"

namespace temper {
namespace {

constexpr std::size_t n_train = 600;  // more than two blocks

Floats start_of(const NetworkPosterior& posterior) {
  Floats theta(posterior.dim());
  Rng rng({1, Stream::init});
  posterior.initialise(theta, rng);
  return theta;
}

double sum_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

TEST(NetworkPosterior, LayoutHasNoGaps) {
  const auto posterior = small_posterior(small_regression(40));
  std::size_t offset = 0;
  for (const ParameterBlock& block : posterior->layout()) {
    EXPECT_EQ(block.offset, offset) << block.name;
    std::size_t size = 1;
    for (const std::size_t n : block.shape) size *= n;
    offset += size;
  }
  EXPECT_EQ(offset, posterior->dim());
  EXPECT_EQ(posterior->layout().back().name, "loss.log_sd");
}

TEST(NetworkPosterior, AMinibatchHasTheWeightsOfItsRows) {
  auto data = small_regression(40);
  std::vector<float> weights(data.train.n);
  std::iota(weights.begin(), weights.end(), 1.0F);
  data.is_weighted = true;
  data.train.weights = weights;
  const auto posterior = small_posterior(data);
  const auto theta = start_of(*posterior);
  std::vector<double> all(data.train.n), some(2);
  posterior->pointwise(theta, {}, all);
  const std::vector<std::uint32_t> rows = {31, 7};
  posterior->pointwise(theta, rows, some);
  EXPECT_DOUBLE_EQ(some[0], all[31]);
  EXPECT_DOUBLE_EQ(some[1], all[7]);
}

/// An example of weight 2 counts as two: U and gradient are those of data that hold it twice.
void expect_weight_two_to_be_two(Dataset data) {
  constexpr std::size_t n = 40, n_inputs = 3;
  auto once = data, twice = data;
  std::vector<float> weights(n, 1), inputs(data.train.inputs.begin(), data.train.inputs.end());
  weights[7] = 2;
  once.is_weighted = true;
  once.train.weights = weights;
  const auto row = data.train.inputs.subspan(7 * n_inputs, n_inputs);
  inputs.insert(inputs.end(), row.begin(), row.end());
  std::vector<float> targets(data.train.targets.begin(), data.train.targets.end());
  std::vector<std::int32_t> labels(data.train.labels.begin(), data.train.labels.end());
  if (!targets.empty()) targets.push_back(targets[7]);
  if (!labels.empty()) labels.push_back(labels[7]);
  twice.train = {n + 1, inputs, targets, labels};
  const auto one = small_posterior(once), two = small_posterior(twice);
  const Floats theta = start_of(*one);
  EXPECT_NEAR(one->energy(theta).U, two->energy(theta).U, 1e-9 * std::abs(two->energy(theta).U));
  Floats gradient_one(one->dim()), gradient_two(one->dim());
  std::array<GradientTask, 1> task_one{GradientTask{theta, {}, {}, gradient_one, {}}};
  std::array<GradientTask, 1> task_two{GradientTask{theta, {}, {}, gradient_two, {}}};
  one->gradients(task_one);
  two->gradients(task_two);
  for (std::size_t i = 0; i < theta.size(); ++i)
    EXPECT_NEAR(gradient_one[i], gradient_two[i], 1e-4 * (1 + std::abs(gradient_two[i])));
}

TEST(NetworkPosterior, WeightsCountExamples) {
  expect_weight_two_to_be_two(small_classification(40));
  expect_weight_two_to_be_two(small_regression(40));
}

TEST(NetworkPosterior, UIsTheSumOfItsExamples) {
  const auto posterior = small_posterior(small_classification(n_train));
  const Floats theta = start_of(*posterior);
  std::vector<double> each(n_train);
  posterior->pointwise(theta, {}, each);
  EXPECT_NEAR(posterior->energy(theta).U, sum_of(each), 1e-9 * sum_of(each));

  const std::vector<std::uint32_t> some = {599, 0, 17};
  std::vector<double> of_some(3);
  posterior->pointwise(theta, some, of_some);
  for (std::size_t i = 0; i < some.size(); ++i) EXPECT_NEAR(of_some[i], each[some[i]], 1e-6);
}

TEST(NetworkPosterior, AMinibatchEstimatesTheWhole) {
  const auto posterior = small_posterior(small_classification(n_train));
  const Floats theta = start_of(*posterior);
  const std::vector<std::uint32_t> batch = {3, 3, 300, 599};
  std::vector<double> each(batch.size());
  posterior->pointwise(theta, batch, each);

  Floats gradient(theta.size());
  const Energy energy = posterior->gradient(theta, batch, {}, gradient);
  EXPECT_NEAR(energy.U, 150 * sum_of(each), 1e-9 * energy.U);
  EXPECT_TRUE(std::isnan(energy.V));
}

TEST(NetworkPosterior, GradientsOfMinibatchesAverageToThatOfAll) {
  for (const Dataset& data : {small_classification(n_train), small_regression(n_train)}) {
    const auto posterior = small_posterior(data);
    const Floats theta = start_of(*posterior);
    constexpr std::size_t n_batches = 4, size = n_train / n_batches;
    constexpr Weights without_prior{1, 0};
    Floats whole(theta.size()), part(theta.size());
    posterior->gradient(theta, {}, without_prior, whole);
    std::vector<double> mean(theta.size());
    for (std::size_t k = 0; k < n_batches; ++k) {
      std::vector<std::uint32_t> batch(size);
      std::iota(batch.begin(), batch.end(), static_cast<std::uint32_t>(k * size));
      posterior->gradient(theta, batch, without_prior, part);
      for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += double{part[i]} / n_batches;
    }
    const double largest = *std::max_element(whole.begin(), whole.end());
    for (std::size_t i = 0; i < mean.size(); ++i) EXPECT_NEAR(mean[i], whole[i], 1e-4 * largest);
  }
}

/// The change of w.U U + w.V V along the gradient, against the gradient's squared length.
TEST(NetworkPosterior, GradientIsThatOfTheWeightedEnergy) {
  for (const Dataset& data : {small_classification(n_train), small_regression(n_train)}) {
    const auto posterior = small_posterior(data, "[[layer]]\nunits = 5\n", "sd = 0.5");
    const Floats theta = start_of(*posterior);
    const Weights weights = {0.3, 2};
    Floats gradient(theta.size());
    posterior->gradient(theta, {}, weights, gradient);

    double squared_length = 0;
    for (const float slope : gradient) squared_length += static_cast<double>(slope) * slope;
    const double step = 1e-2 / std::sqrt(squared_length);
    const auto energy_at = [&](double distance) {
      Floats moved = theta;
      for (std::size_t i = 0; i < moved.size(); ++i)
        moved[i] += static_cast<float>(distance * gradient[i]);
      const Energy energy = posterior->energy(moved);
      return weights.U * energy.U + weights.V * energy.V;
    };
    const double slope = (energy_at(step) - energy_at(-step)) / (2 * step);
    EXPECT_NEAR(slope / squared_length, 1, 1e-3);  // float32 losses over a step of 0.01
  }
}

TEST(NetworkPosterior, FullGradientComesWithTheEnergy) {
  const auto posterior = small_posterior(small_regression(n_train));
  const Floats theta = start_of(*posterior);
  Floats gradient(theta.size());
  const Energy with_gradient = posterior->gradient(theta, {}, {}, gradient);
  const Energy alone = posterior->energy(theta);
  EXPECT_EQ(with_gradient.U, alone.U);
  EXPECT_EQ(with_gradient.V, alone.V);
}

TEST(NetworkPosterior, WithoutWeightOfUItsGradientIsThatOfThePrior) {
  const auto posterior = small_posterior(small_classification(40), "", "sd = 0.5");
  const Floats theta = start_of(*posterior);
  Floats gradient(theta.size());
  posterior->gradient(theta, {}, {0, 1}, gradient);
  for (std::size_t i = 0; i < theta.size(); ++i) EXPECT_FLOAT_EQ(gradient[i], 4 * theta[i]);
}

TEST(NetworkPosterior, MeasuresClassificationByHand) {
  // Without weights every class has the odds of its bias: class 2 is always predicted.
  const Dataset data = small_classification(80);
  const auto posterior = small_posterior(data, "");
  Floats theta(posterior->dim(), 0.0f);
  theta[11] = std::log(2.0f);  // layer0.bias[2]
  double right = 0, log_score = 0;
  for (const std::int32_t label : data.test.labels) {
    right += label == 2;
    log_score += std::log(label == 2 ? 0.5 : 0.25);
  }
  ASSERT_EQ(posterior->metric_names(),
            (std::vector<std::string>{"test_accuracy", "test_log_score"}));
  std::vector<double> metrics(2);
  posterior->measure(theta, metrics);
  EXPECT_DOUBLE_EQ(metrics[0], right / 20);
  EXPECT_NEAR(metrics[1], log_score / 20, 1e-6);
}

TEST(NetworkPosterior, MeasuresRegressionInOriginalUnits) {
  // Without weights the prediction is the training mean, 10, with the given noise.
  Dataset data = small_regression(80);
  data.validation = data.test;
  const auto posterior = small_posterior(data, "noise_sd = 3");
  const Floats theta(posterior->dim(), 0.0f);
  double squares = 0;
  for (const float target : data.test.targets) squares += 4.0 * target * target;
  ASSERT_EQ(posterior->metric_names(),
            (std::vector<std::string>{"validation_rmse", "validation_log_score", "test_rmse",
                                      "test_log_score"}));
  std::vector<double> metrics(4);
  posterior->measure(theta, metrics);
  const double log_score =
      -squares / 20 / 18 - std::log(3.0) - 0.5 * std::log(2 * std::numbers::pi);
  EXPECT_NEAR(metrics[0], std::sqrt(squares / 20), 1e-6);
  EXPECT_NEAR(metrics[1], log_score, 1e-6);
  EXPECT_EQ(metrics[2], metrics[0]);
  EXPECT_EQ(metrics[3], metrics[1]);
}

TEST(NetworkPosterior, RmseIsOverAllNumbersOfSeveralTargets) {
  Dataset data = small_regression(80);  // the same numbers as two targets of half as many rows
  data.n_targets = 2;
  data.target_scaling = {{10.0, 10.0}, {2.0, 2.0}};
  data.train.n /= 2;
  data.test.n /= 2;
  const auto posterior = small_posterior(data, "noise_sd = 3");
  const Floats theta(posterior->dim(), 0.0f);
  double squares = 0;
  for (const float target : data.test.targets) squares += 4.0 * target * target;
  std::vector<double> metrics(2);
  posterior->measure(theta, metrics);
  EXPECT_NEAR(metrics[0], std::sqrt(squares / 20), 1e-6);
}

TEST(NetworkPosterior, PredictsEveryExampleOfAPart) {
  const Dataset data = small_classification(n_train);
  const auto posterior = small_posterior(data);
  const Floats theta = start_of(*posterior);
  std::vector<double> p(n_train * posterior->n_predictions()), losses(n_train);
  posterior->predict(theta, data.train, p);
  posterior->pointwise(theta, {}, losses);
  for (std::size_t row = 0; row < n_train; ++row) {
    EXPECT_NEAR(p[3 * row] + p[3 * row + 1] + p[3 * row + 2], 1, 1e-12);
    const auto label = static_cast<std::size_t>(data.train.labels[row]);
    EXPECT_NEAR(-std::log(p[3 * row + label]), losses[row], 1e-6);
  }
}

TEST(NetworkPosterior, StartsAtThePriorWhereALayerSaysSo) {
  const Dataset data = small_classification(40);
  const auto posterior = small_posterior(data, "[[layer]]\nunits = 5\ninit = 'prior'", "sd = 1e-3");
  const Floats theta = start_of(*posterior);
  float hidden = 0, output = 0;
  for (std::size_t i = 0; i < 15; ++i) hidden = std::max(hidden, std::abs(theta[i]));
  for (std::size_t i = 20; i < 35; ++i) output = std::max(output, std::abs(theta[i]));
  EXPECT_LT(hidden, 0.01f);  // ten standard deviations
  EXPECT_GT(hidden, 0.0f);
  EXPECT_GT(output, 0.1f);
}

TEST(NetworkPosterior, ANaNParameterMakesUNaN) {
  const auto posterior = small_posterior(small_classification(40));
  Floats theta = start_of(*posterior);
  theta[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(posterior->energy(theta).U));
}

}  // namespace
}  // namespace temper
