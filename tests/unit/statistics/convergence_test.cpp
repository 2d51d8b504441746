#include "statistics/convergence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>

#include "statistics/effective_size.h"

namespace temper {
namespace {

/// y <- memory y + (u - 1/2), u from a linear congruential generator: any language can repeat it.
std::vector<double> series(std::size_t n, std::uint32_t state, double memory, double shift = 0) {
  std::vector<double> values;
  double y = 0;
  for (std::size_t i = 0; i < n; ++i) {
    state = 1664525u * state + 1013904223u;
    y = memory * y + (state / 4294967296.0 - 0.5);
    values.push_back(y + shift);
  }
  return values;
}

/// References by ArviZ 0.23 (rhat, and ess with method = "bulk" and "tail") on the same series.
void expect_convergence(const Copies& values, double r_hat, double bulk, double tail) {
  const auto found = convergence(values);
  EXPECT_NEAR(found.r_hat, r_hat, 1e-9);
  EXPECT_NEAR(found.bulk_size, bulk, 1e-6 * bulk);
  EXPECT_NEAR(found.tail_size, tail, 1e-6 * tail);
}

TEST(Convergence, AgreesWithArviz) {
  expect_convergence({series(200, 1, 0.8), series(200, 2, 0.8), series(200, 3, 0.8)},
                     1.0205345837914135, 106.97116232713813, 234.99548046216947);
}

TEST(Convergence, SeesACopyThatStandsElsewhere) {
  expect_convergence({series(200, 1, 0.8), series(200, 2, 0.8), series(200, 3, 0.8, 0.5)},
                     1.1844787885328267, 15.715276718014369, 69.89382907031937);
}

TEST(Convergence, AgreesWithArvizOnAlternatingValues) {
  expect_convergence({series(200, 1, -0.5), series(200, 2, -0.5), series(200, 3, -0.5)},
                     0.9971118079759889, 1666.890750230186, 574.5845557072753);
}

TEST(Convergence, SharesRanksBetweenEqualValues) {
  Copies values = {series(100, 1, 0.5), series(100, 2, 0.5)};
  for (auto& copy : values)
    for (double& value : copy) value = std::floor(4 * value);
  expect_convergence(values, 1.0050371172274106, 67.40024822363229, 88.18991581033352);
  EXPECT_NEAR(rank_normalised({{7, 7, 7, 7}})[0][0], 0, 1e-15);
}

TEST(Convergence, OfOneCopyComparesItsHalves) {
  const auto found = convergence({series(103, 1, 0.9)});
  EXPECT_NEAR(found.bulk_size, 11.815470194472, 1e-6);
  EXPECT_NEAR(found.tail_size, 26.375334018499494, 1e-6);
  EXPECT_LT(convergence({series(2000, 1, 0)}).r_hat, 1.01);
  auto drifting = series(2000, 1, 0);
  for (std::size_t i = 1000; i < 2000; ++i) drifting[i] += 0.5;
  EXPECT_GT(convergence({drifting}).r_hat, 1.1);
}

TEST(Convergence, SeesACopyOfAnotherWidth) {
  Copies values = {series(400, 1, 0), series(400, 2, 0)};
  for (double& value : values[1]) value *= 3;
  EXPECT_GT(convergence(values).r_hat, 1.05);
  EXPECT_LT(r_hat(rank_normalised(halves(values))), 1.01);  // without folding it would pass
}

TEST(Convergence, OfAConstantIsUnknown) {
  EXPECT_TRUE(std::isnan(convergence({std::vector<double>(20, 1.5)}).r_hat));
}

TEST(EffectiveSize, OfIndependentValuesIsTheirNumber) {
  const Copies values = {series(5000, 1, 0), series(5000, 2, 0)};
  EXPECT_NEAR(effective_size(values), 10000, 500);
  const auto [variance, size, freedom] = spread(values);
  EXPECT_NEAR(std::sqrt(variance / size), std::sqrt(1 / 12.0 / 10000), 1e-4);
  // The larger of that and of one by 20 batches, which is known to 16 %.
  EXPECT_NEAR(standard_error(values), std::sqrt(1 / 12.0 / 10000), 1e-3);
}

// An AR(1) series of memory m is worth (1 - m)/(1 + m) of its values.
TEST(EffectiveSize, OfAnAutoregressiveSeriesIsTheClosedForm) {
  const Copies values = {series(100'000, 1, 0.9), series(100'000, 987'654'321, 0.9)};
  EXPECT_NEAR(effective_size(values) * 19 / 200'000, 1, 0.1);
}

TEST(EffectiveSize, CountsWhatCopiesDisagreeAbout) {
  const Copies apart = {series(1000, 1, 0), series(1000, 2, 0, 10)};
  EXPECT_LT(effective_size(apart), 4);
  EXPECT_GT(standard_error(apart), 5);  // half of the distance, and more: two copies say little
  EXPECT_LT(standard_error(apart), 12);
}

/// Mean of z² over short series y <- memory y + noise of mean 0, one or two copies of 200 values.
double mean_square_z(std::size_t n_copies, double memory) {
  constexpr int n_series = 4000;
  std::mt19937 random(1);
  std::normal_distribution<double> noise;
  double sum = 0;
  for (int i = 0; i < n_series; ++i) {
    Copies values(n_copies);
    for (auto& copy : values) {
      double y = noise(random) / std::sqrt(1 - memory * memory);
      for (int t = 0; t < 200; ++t) copy.push_back(y = memory * y + noise(random));
    }
    sum += std::pow(mean(values) / standard_error(values), 2) / n_series;
  }
  return sum;
}

// Without the degrees of freedom the first were 1.39. z² has a standard deviation near 1.5, so the
// mean of 4,000 one of 0.025.
TEST(StandardError, IsOfTheSizeOfErrorsInShortSeries) {
  EXPECT_NEAR(mean_square_z(1, 0.8), 1, 0.15);
  EXPECT_NEAR(mean_square_z(2, 0.8), 1, 0.15);
  EXPECT_NEAR(mean_square_z(2, 0.0), 1, 0.15);
}

// White noise, and 3 % of its variance of a part that forgets in 50 values: what a rare mode does
// to rung 0. By lags alone the mean of z² is 2.4, by long batches 1.5; of 1,000 it has a standard
// deviation of 0.07.
TEST(StandardError, SeesALittleCorrelationAtManyLags) {
  constexpr int n_series = 1000;
  constexpr double memory = 0.98;
  std::mt19937 random(1);
  std::normal_distribution<double> noise;
  double sum = 0;
  for (int i = 0; i < n_series; ++i) {
    Copies values(4);
    for (auto& copy : values) {
      double slow = noise(random);
      for (int t = 0; t < 600; ++t) {
        slow = memory * slow + std::sqrt(1 - memory * memory) * noise(random);
        copy.push_back(std::sqrt(0.03) * slow + noise(random));
      }
    }
    sum += std::pow(mean(values) / standard_error(values), 2) / n_series;
  }
  EXPECT_LT(sum, 1.8);
  EXPECT_GT(sum, 0.8);
}

// No value to go by, but an end: NaN equals nothing, not even itself.
TEST(Convergence, EndsWithNaNAmongTheValues) {
  Copies values = {{1, 2, 3, 4, 5, 6, 7, 8}, {2, 3, 4, 5, 6, 7, 8, std::nan("")}};
  convergence(values);
  rank_normalised(values);
}

}  // namespace
}  // namespace temper
