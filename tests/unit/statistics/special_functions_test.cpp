#include "statistics/special_functions.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

// References by SciPy 1.16: gammainc, betainc, digamma.
TEST(SpecialFunctions, AreTheKnownOnes) {
  EXPECT_NEAR(regularised_gamma(0.5, 0.1), 0.34527915398142317, 1e-14);
  EXPECT_NEAR(regularised_gamma(3, 2), 0.32332358381693654, 1e-14);
  EXPECT_NEAR(regularised_gamma(3, 9), 0.9937678048936227, 1e-14);
  EXPECT_NEAR(regularised_gamma(200, 180), 0.07485803498415958, 1e-12);
  EXPECT_EQ(regularised_gamma(2, 0), 0);

  EXPECT_NEAR(regularised_beta(0.3, 2, 5), 0.579825, 1e-14);
  EXPECT_NEAR(regularised_beta(0.9, 0.5, 0.5), 0.7951672353008665, 1e-14);
  EXPECT_NEAR(regularised_beta(0.5, 1000, 1000), 0.5, 1e-11);
  EXPECT_EQ(regularised_beta(0, 2, 3), 0);
  EXPECT_EQ(regularised_beta(1, 2, 3), 1);

  EXPECT_NEAR(digamma(0.001), -1000.5755719318103, 1e-10);
  EXPECT_NEAR(digamma(1), -0.5772156649015329, 1e-13);
  EXPECT_NEAR(digamma(7.25), 1.9104535268837362, 1e-13);
  EXPECT_NEAR(digamma(1e6), 13.81551005796419, 1e-12);
}

}  // namespace
}  // namespace temper
