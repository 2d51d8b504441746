#include "train/time_limit.h"

#include <gtest/gtest.h>

#include <limits>

namespace temper {
namespace {

TEST(TimeLimit, LeavesTimeForASweepAndACheckpoint) {
  TimeLimit limit(100);
  EXPECT_FALSE(limit.is_reached(99));
  limit.see_sweep(10);
  limit.see_checkpoint(4);
  EXPECT_FALSE(limit.is_reached(78));
  EXPECT_TRUE(limit.is_reached(80));
}

TEST(TimeLimit, ForgetsASingleSlowSweep) {
  TimeLimit limit(100);
  limit.see_sweep(60);
  EXPECT_TRUE(limit.is_reached(20));
  for (int i = 0; i < 200; ++i) limit.see_sweep(1);
  EXPECT_FALSE(limit.is_reached(90));
}

TEST(TimeLimit, WantsToKnowHowLongACheckpointTakes) {
  TimeLimit limit(100);
  EXPECT_TRUE(limit.wants_checkpoint());
  limit.see_checkpoint(1);
  EXPECT_FALSE(limit.wants_checkpoint());
}

TEST(TimeLimit, IsNoneWhenInfinite) {
  TimeLimit limit(std::numeric_limits<double>::infinity());
  limit.see_sweep(1e6);
  EXPECT_FALSE(limit.wants_checkpoint());
  EXPECT_FALSE(limit.is_reached(1e9));
}

}  // namespace
}  // namespace temper
