// Student's t and counts: their losses, slopes, and the distributions around predictions.

#include "net/target_noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/errors.h"
#include "config/section.h"
#include "net/loss.h"

namespace temper {
namespace {

const TargetSpec numbers = {.n_targets = 1, .mean = {10}, .sd = {2}};
const TargetSpec counts = {.n_targets = 1, .mean = {2.5}, .sd = {2}};

std::unique_ptr<Loss> loss(const std::string& toml, const TargetSpec& targets) {
  return make_loss(Section::of("model", toml), targets);
}

/// The standardised target of an original one.
float standardised(double y, const TargetSpec& spec) {
  return static_cast<float>((y - spec.mean[0]) / spec.sd[0]);
}

double value_of(Loss& loss, std::vector<float> theta, std::vector<float> outputs, float target) {
  double value = 0;
  loss.losses(theta, outputs, {{&target, 1}, {}}, {&value, 1});
  return value;
}

// References by SciPy 1.16: stats.t(df = 4, loc = 11, scale = 0.7), poisson(2.5), and
// nbinom(n = 1.7, p = 1.7 / 4.2), of which the mean is 2.5.
TEST(TargetNoise, LossesAreMinusTheLogDensity) {
  const auto t = loss("loss = 'student-t'\nnoise_sd = 0.7", numbers);
  EXPECT_NEAR(value_of(*t, {}, {0.5F}, standardised(13, numbers)), 3.404469328660075, 1e-6);
  const auto poisson = loss("loss = 'poisson'", counts);
  EXPECT_NEAR(value_of(*poisson, {}, {0}, standardised(3, counts)), 1.5428872736055896, 1e-12);
  const auto binomial = loss("loss = 'negative-binomial'", counts);
  const auto log_size = static_cast<float>(std::log(1.7));
  EXPECT_NEAR(value_of(*binomial, {log_size}, {0}, standardised(3, counts)), 2.053503671937083,
              1e-6);
}

TEST(TargetNoise, SharesBelowAreTheKnownOnes) {
  const auto t = loss("loss = 'student-t'", numbers);
  const double sd = 0.7 * std::sqrt(2.0);  // of scale 0.7 and 4 degrees of freedom
  EXPECT_NEAR(t->noise()->share_below(13, 11, sd), 0.9769689201679649, 1e-12);
  EXPECT_NEAR(t->noise()->share_below(10.5, 11, sd), 0.2572594781845885, 1e-12);
  const auto poisson = loss("loss = 'poisson'", counts);
  EXPECT_NEAR(poisson->noise()->share_below(3, 2.5, 0), 0.7575761331330662, 1e-12);
  EXPECT_NEAR(poisson->noise()->share_below(3.9, 2.5, 0), 0.7575761331330662, 1e-12);
  const auto binomial = loss("loss = 'negative-binomial'", counts);
  EXPECT_NEAR(binomial->noise()->share_below(3, 2.5, 2.485250608738542), 0.7353904187168337, 1e-12);
  EXPECT_EQ(binomial->noise()->share_below(-1, 2.5, 2.5), 0);
}

/// By outputs and by the loss's own parameter, against central differences in float64 steps.
void expect_slopes(const std::string& toml, const TargetSpec& spec, double y,
                   const std::vector<float>& theta, const std::vector<float>& outputs) {
  const auto subject = loss(toml, spec);
  const float target = standardised(y, spec);
  std::vector<float> slopes(outputs.size()), own(theta.size());
  double value = 0;
  subject->gradient({theta, outputs, {{&target, 1}, {}}, 1, {&value, 1}, slopes, own});
  EXPECT_NEAR(value, value_of(*subject, theta, outputs, target), 1e-12);
  constexpr float step = 1.0F / 256;  // exact in float32 beside what it is added to
  const auto difference = [&](std::vector<float> low, std::size_t i, bool is_output) {
    auto high = low;
    low[i] -= step;
    high[i] += step;
    const auto at = [&](const std::vector<float>& moved) {
      return is_output ? value_of(*subject, theta, moved, target)
                       : value_of(*subject, moved, outputs, target);
    };
    return (at(high) - at(low)) / (2 * step);
  };
  for (std::size_t i = 0; i < outputs.size(); ++i)
    EXPECT_NEAR(slopes[i], difference(outputs, i, true), 1e-3 * (1 + std::abs(slopes[i]))) << toml;
  for (std::size_t i = 0; i < theta.size(); ++i)
    EXPECT_NEAR(own[i], difference(theta, i, false), 1e-3 * (1 + std::abs(own[i]))) << toml;
}

TEST(TargetNoise, SlopesAreThoseOfTheLoss) {
  for (const double y : {4.0, 10.5, 30.0}) {
    expect_slopes("loss = 'student-t'", numbers, y, {-0.75F}, {0.5F});
    expect_slopes("loss = 'student-t'\nnoise_sd = 'predicted'", numbers, y, {}, {0.5F, -0.5F});
  }
  for (const double k : {0.0, 3.0, 40.0})
    for (const float x : {-1.0F, 0.5F, 4.0F}) {
      expect_slopes("loss = 'poisson'", counts, k, {}, {x});
      expect_slopes("loss = 'negative-binomial'", counts, k, {0.5F}, {x});
    }
}

TEST(TargetNoise, CountsHaveTheMeanAndSdThatTheyArePredictedToHave) {
  const auto binomial = loss("loss = 'negative-binomial'", counts);
  std::vector<double> predicted(2);
  const std::vector<float> log_size = {0.5F}, x = {0.25F};
  binomial->predict(log_size, x, predicted);
  double sum = 0, mean = 0, square = 0;
  for (int k = 0; k < 500; ++k) {
    const double p = std::exp(binomial->noise()->log_density(k, predicted[0], predicted[1]));
    sum += p;
    mean += p * k;
    square += p * k * k;
    EXPECT_NEAR(binomial->noise()->share_below(k, predicted[0], predicted[1]), sum, 1e-10);
  }
  EXPECT_NEAR(mean, predicted[0], 1e-8);
  EXPECT_NEAR(std::sqrt(square - mean * mean), predicted[1], 1e-8);
  EXPECT_NEAR(predicted[0], 2.5 * std::exp(0.25), 1e-6);
}

TEST(TargetNoise, CountsBelowZeroAndClassesAreRefused) {
  const TargetSpec below = {.n_targets = 1, .mean = {-1}, .sd = {2}};
  EXPECT_THROW(loss("loss = 'poisson'", below), UsageError);
  EXPECT_THROW(loss("loss = 'negative-binomial'", {.n_classes = 2}), UsageError);
  EXPECT_THROW(loss("loss = 'student-t'\ndf = 2", numbers), UsageError);
}

}  // namespace
}  // namespace temper
