#include "posterior/mixture.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace temper {
namespace {

const auto normal = normal_noise();

TEST(Mixture, MeansOfTinyAndHugeDensitiesAreKept) {
  for (const double log : {-1e5, -1000.0, 0.0, 1000.0}) {
    const std::vector<double> logs = {log, log + std::log(3.0)};
    EXPECT_DOUBLE_EQ(log_mean_exp(logs), log + std::log(2.0));
  }
}

TEST(Mixture, OfOneNormalHasItsQuantiles) {
  const std::array<MeanSd, 1> one = {{{10, 2}}};
  const TargetMixture mixture(*normal, one);
  EXPECT_NEAR(mixture.quantile(0.5), 10, 1e-9);
  EXPECT_NEAR(mixture.quantile(0.95), 10 + 2 * 1.6448536269514722, 1e-9);
  EXPECT_NEAR(mixture.quantile(0.05), 10 - 2 * 1.6448536269514722, 1e-9);
}

TEST(Mixture, OfTwoFarApartHasTheQuantilesOfEach) {
  const std::array<MeanSd, 2> two = {{{0, 1}, {1e9, 1}}};
  const TargetMixture mixture(*normal, two);
  EXPECT_NEAR(mixture.quantile(0.25), 0, 1e-5);
  EXPECT_NEAR(mixture.quantile(0.75), 1e9, 1e-5);
}

TEST(Mixture, MomentsKeepTheirDigitsFarFromZero) {
  const std::array<MeanSd, 2> two = {{{1e9 - 3, 4}, {1e9 + 3, 4}}};
  const TargetMixture mixture(*normal, two);
  EXPECT_DOUBLE_EQ(mixture.moments().mean, 1e9);
  EXPECT_DOUBLE_EQ(mixture.moments().sd, 5);
  EXPECT_DOUBLE_EQ(mixture.aleatoric(), 4);
  EXPECT_DOUBLE_EQ(mixture.epistemic(), 3);
}

/// Gneiting & Raftery 2007, eq. 21; Grimit et al. 2006, eq. 5, for two members of equal sd.
TEST(Mixture, CrpsIsThatOfTheClosedForms) {
  const auto density = [](double z) {
    return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
  };
  const auto below = [](double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); };
  const auto distance = [&](double mean, double sd) {  // E|x| of N(mean, sd²)
    const double z = mean / sd;
    return mean * (2 * below(z) - 1) + 2 * sd * density(z);
  };
  const std::array<MeanSd, 2> both = {{{0, 1}, {5, 0.1}}};
  for (const double y : {-3.0, 0.0, 0.4, 5.0, 9.0}) {
    const TargetMixture one(*normal, std::span(both).first(1)), two(*normal, both);
    const double exact = y * (2 * below(y) - 1) + 2 * density(y) - 1 / std::sqrt(std::numbers::pi);
    EXPECT_NEAR(one.crps(y) / exact, 1, 2e-3) << y;
    const double apart = (distance(0, std::sqrt(2)) + distance(0, 0.1 * std::sqrt(2)) +
                          2 * distance(5, std::hypot(1, 0.1))) /
                         4;
    const double of_two = 0.5 * (distance(y, 1) + distance(y - 5, 0.1)) - 0.5 * apart;
    EXPECT_NEAR(two.crps(y) / of_two, 1, 2e-3) << y;
  }
}

TEST(Mixture, CoversWhatLiesBetweenItsQuantiles) {
  const std::array<MeanSd, 1> one = {{{0, 1}}};
  const TargetMixture mixture(*normal, one);
  EXPECT_TRUE(mixture.covers(-1.64, 0.9));
  EXPECT_FALSE(mixture.covers(1.65, 0.9));
}

}  // namespace
}  // namespace temper
