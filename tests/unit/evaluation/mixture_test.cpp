#include "evaluation/mixture.h"

#include <gtest/gtest.h>

#include <array>

namespace temper {
namespace {

TEST(Mixture, OfOneNormalHasItsQuantiles) {
  const std::array<Normal, 1> one = {{{10, 2}}};
  EXPECT_NEAR(quantile_of(one, 0.5), 10, 1e-9);
  EXPECT_NEAR(quantile_of(one, 0.95), 10 + 2 * 1.6448536269514722, 1e-9);
  EXPECT_NEAR(quantile_of(one, 0.05), 10 - 2 * 1.6448536269514722, 1e-9);
}

TEST(Mixture, OfTwoFarApartHasTheQuantilesOfEach) {
  const std::array<Normal, 2> two = {{{0, 1}, {1e9, 1}}};
  EXPECT_NEAR(quantile_of(two, 0.25), 0, 1e-5);
  EXPECT_NEAR(quantile_of(two, 0.75), 1e9, 1e-5);
}

TEST(Mixture, MomentsKeepTheirDigitsFarFromZero) {
  const std::array<Normal, 2> two = {{{1e9 - 3, 4}, {1e9 + 3, 4}}};
  EXPECT_DOUBLE_EQ(moments_of(two).mean, 1e9);
  EXPECT_DOUBLE_EQ(moments_of(two).sd, 5);
}

}  // namespace
}  // namespace temper
