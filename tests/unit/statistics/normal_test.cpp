#include "statistics/normal.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

// References by SciPy 1.14: norm.ppf.
TEST(Normal, QuantilesAreTheKnownOnes) {
  EXPECT_NEAR(normal_quantile(1e-300), -37.0470962993612, 1e-11);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-13);
  EXPECT_NEAR(normal_quantile(0.025), -1.9599639845400545, 1e-14);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.9), 1.2815515655446004, 1e-14);
}

}  // namespace
}  // namespace temper
