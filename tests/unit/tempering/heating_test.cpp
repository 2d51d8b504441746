#include "tempering/heating.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

// T = 2, lr = 0.1, momentum = 0.9, B = 50 of N = 1000, v = 0.004: by the formula in the header
// K - T = 1000 0.1 0.004 (1/50 - 1/1000) / 0.2.
double kinetic(double lr, double batch) {
  return 2 + 1000 * lr * 0.004 * (1 / batch - 0.001) / 0.2;
}

TEST(Heating, CoolerStepReachesTheTolerance) {
  const Heating heating{2, kinetic(0.1, 50)};
  const double lr = cooler_step_size(heating, 0.1, 0.005);
  EXPECT_LT(lr, 0.1);
  EXPECT_NEAR((Heating{2, kinetic(lr, 50)}.relative_excess()), 0.005, 1e-12);
}

TEST(Heating, CoolerBatchReachesTheTolerance) {
  const Heating heating{2, kinetic(0.1, 50)};
  const double batch = cooler_batch(heating, 50, 1000, 0.005);
  EXPECT_GT(batch, 50);
  EXPECT_LE((Heating{2, kinetic(0.1, batch)}.relative_excess()), 0.005);
  EXPECT_GT((Heating{2, kinetic(0.1, batch - 1)}.relative_excess()), 0.005);
}

TEST(Heating, NoBatchIsLargerThanTheData) {
  EXPECT_EQ(cooler_batch({1, 100}, 999, 1000, 1e-9), 1000);
}

}  // namespace
}  // namespace temper
