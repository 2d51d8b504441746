// Every swap test of the registry, on numbers.

#include "tempering/swap_test.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/errors.h"
#include "statistical/as_word.h"
#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

/// Rungs at T = 1 and T = 2: half the difference is the log ratio.
SwapPair pair_of(double log_ratio, double variance = 0) {
  return {1, 0.5, {.mean = 2 * log_ratio, .variance = 4 * variance, .n_examples = 100}};
}

/// E[value(log_ratio + noise)] over normal noise, by the trapezium rule, exact to 1e-12 for what is
/// smooth on the scale of the noise.
template <class Value>
double mean_over_noise(double log_ratio, double variance, const Value& value) {
  constexpr double step = 0.01;
  double sum = 0;
  for (double x = -9; x <= 9; x += step)
    sum += step * std::exp(-x * x / 2) * value(log_ratio + std::sqrt(variance) * x);
  return sum / std::sqrt(2 * std::acos(-1));
}

class EverySwapTest : public ::testing::TestWithParam<std::string> {
 protected:
  const std::unique_ptr<SwapTest> test_ = make_swap_test(GetParam());
};

// Accept there over accept back is the ratio of the densities.
TEST_P(EverySwapTest, BalancesOnExactDifferences) {
  for (const double log_ratio : {-20.0, -3.0, -0.1, 0.0, 0.5, 7.0}) {
    const double there = test_->accept_prob(pair_of(log_ratio));
    const double back = test_->accept_prob(pair_of(-log_ratio));
    EXPECT_NEAR(std::log(there / back), log_ratio, 1e-12);
    EXPECT_EQ(test_->bias(pair_of(log_ratio)), 0);
  }
}

// The corrected test's kinks make the trapezium rule good to 1e-5; Barker's correction is good to
// 1e-5 of a probability, which is 1e-5 / 0.047 of it at a log ratio of -3.
TEST_P(EverySwapTest, BalancesOnNormalEstimatesAsFarAsItNeedsNoMore) {
  if (!test_->first_batch()) return;  // it takes no estimates
  for (const double variance : {0.01, 0.2, 0.45, 2.0, 6.0})
    for (const double log_ratio : {-3.0, -1.0, 0.0, 2.0}) {
      if (test_->needs_more(pair_of(log_ratio, variance))) continue;
      const auto accept_prob = [&](double x) { return test_->accept_prob(pair_of(x, variance)); };
      const double there = mean_over_noise(log_ratio, variance, accept_prob);
      const double back = mean_over_noise(-log_ratio, variance, accept_prob);
      EXPECT_NEAR(std::log(there / back), log_ratio, 5e-4) << variance;
    }
}

TEST_P(EverySwapTest, GivesMetropolisProbabilityOfTheExactDifference) {
  for (const double log_ratio : {-4.0, -0.3, 0.0, 2.0})
    EXPECT_NEAR(test_->metropolis_prob(test_->accept_prob(pair_of(log_ratio))),
                std::exp(std::min(0.0, log_ratio)), 1e-12);
}

TEST_P(EverySwapTest, StaysAProbabilityAtExtremes) {
  for (const double log_ratio : {-1e6, -800.0, 800.0, 1e6})
    for (const double variance : {0.0, 0.5}) {
      const auto pair = pair_of(log_ratio, variance);
      const double accept_prob = test_->accept_prob(pair);
      EXPECT_GE(accept_prob, 0);
      EXPECT_LE(accept_prob, 1);
      EXPECT_NEAR(accept_prob, log_ratio > 0, 1e-9);
      EXPECT_TRUE(std::isfinite(test_->bias(pair)));
    }
}

INSTANTIATE_TEST_SUITE_P(Registry, EverySwapTest, ::testing::ValuesIn(swap_tests().names()),
                         AsWord());

TEST(BarkerSwap, AcceptsByTheLogisticFunctionOfTheExactLogRatio) {
  const auto test = make_swap_test("barker");
  for (const double log_ratio : {-5.0, 0.0, 0.7})
    EXPECT_DOUBLE_EQ(test->accept_prob(pair_of(log_ratio)), logistic(log_ratio));
}

TEST(BarkerSwap, AcceptsByItInTheMeanOverEstimates) {
  const auto test = make_swap_test("barker");
  for (const double variance : {0.05, 0.3, 0.45})
    for (const double log_ratio : {-6.0, -1.0, 0.0, 2.5})
      EXPECT_NEAR(
          mean_over_noise(log_ratio, variance,
                          [&](double x) { return test->accept_prob(pair_of(x, variance)); }),
          logistic(log_ratio), 1e-5);
}

TEST(BarkerSwap, LooksAtMoreUntilTheVarianceIsAHalf) {
  const auto test = make_swap_test("barker", "batch = 64");
  EXPECT_EQ(test->first_batch(), 64u);
  EXPECT_TRUE(test->needs_more(pair_of(0, 0.51)));
  EXPECT_FALSE(test->needs_more(pair_of(0, 0.49)));
}

TEST(CorrectedSwap, TakesHalfTheVarianceOffTheLogRatio) {
  const auto test = make_swap_test("corrected");
  EXPECT_NEAR(test->accept_prob(pair_of(-1, 3)), std::exp(-1 - 1.5), 1e-15);
  EXPECT_NEAR(test->accept_prob(pair_of(1, 2)), 1, 1e-15);
}

TEST(CorrectedSwap, TakesMoreOffForAVarianceInDoubt) {
  const auto test = make_swap_test("corrected");
  auto pair = pair_of(-1, 3);
  pair.difference.variance_of_variance = 16 * 0.8;
  EXPECT_NEAR(test->accept_prob(pair), std::exp(-1 - 1.5 - 0.1), 1e-15);
}

TEST(MinibatchSwaps, RefuseZeroTemperature) {
  const Ladder ladder{Tempering::posterior, {0, 1}, {}};
  for (const auto* name : {"corrected", "barker"})
    EXPECT_THROW(make_swap_test(name)->check(ladder), UsageError);
  EXPECT_NO_THROW(make_swap_test("exact")->check(ladder));
}

}  // namespace
}  // namespace temper
