#include "schedule/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "config/section.h"
#include "statistical/as_word.h"

namespace temper {
namespace {

std::unique_ptr<Schedule> make(const std::string& name, double first, double last,
                               const std::string& toml = "") {
  return schedules().find(name)->make(Section::of("compare", toml), first, last);
}

class EverySchedule : public testing::TestWithParam<std::string> {};

TEST_P(EverySchedule, StartsAtTheFirstValueAndStaysBetweenTheTwo) {
  const auto schedule = make(GetParam(), 8, 0.5);
  EXPECT_DOUBLE_EQ(schedule->at(0), GetParam() == "warm-up" ? 0.5 : 8);
  for (int i = 0; i <= 1000; ++i) {
    EXPECT_LE(schedule->at(i / 1000.0), 8);
    EXPECT_GE(schedule->at(i / 1000.0), 0.5 - 1e-12);
  }
}

TEST_P(EverySchedule, EndsAtTheLastValue) {
  const double last = GetParam() == "constant" ? 8 : 0.5;
  EXPECT_NEAR(make(GetParam(), 8, 0.5)->at(1), last, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Registry, EverySchedule, testing::ValuesIn(schedules().names()), AsWord());

TEST(Geometric, FallsByTheSameFactorInEqualStretches) {
  EXPECT_DOUBLE_EQ(make("geometric", 16, 1)->at(0.25), 8);
  EXPECT_DOUBLE_EQ(make("geometric", 16, 1)->at(0.75), 2);
}

TEST(WarmUp, RisesInAStraightLineAndFallsByHalfACosine) {
  const auto schedule = make("warm-up", 1, 0.2, "warm_up = 0.4");
  EXPECT_DOUBLE_EQ(schedule->at(0.1), 0.4);
  EXPECT_DOUBLE_EQ(schedule->at(0.4), 1);
  EXPECT_DOUBLE_EQ(schedule->at(0.7), 0.6);
}

TEST(Logarithmic, FallsFastAndThenHardly) {
  const auto schedule = make("logarithmic", 1, 0.1);
  EXPECT_LT(schedule->at(0.1), 0.2);
  EXPECT_GT(schedule->at(0.5), 0.1);
}

TEST(Step, IsAStaircase) {
  const auto schedule = make("step", 8, 1, "falls = 3");
  EXPECT_DOUBLE_EQ(schedule->at(0.24), 8);
  EXPECT_DOUBLE_EQ(schedule->at(0.26), 4);
  EXPECT_DOUBLE_EQ(schedule->at(0.51), 2);
  EXPECT_DOUBLE_EQ(schedule->at(0.76), 1);
}

// Two cycles of one and two thirds: the second begins at the first value again.
TEST(WarmRestarts, JumpsUpAtTheEndOfACycle) {
  const auto schedule = make("warm-restarts", 1, 0.01, "cycles = 2");
  EXPECT_NEAR(schedule->at(1 / 3.0 - 1e-9), 0.01, 1e-6);
  EXPECT_NEAR(schedule->at(1 / 3.0 + 1e-9), 1, 1e-6);
  EXPECT_NEAR(schedule->at(2 / 3.0), 0.505, 1e-9);
}

}  // namespace
}  // namespace temper
