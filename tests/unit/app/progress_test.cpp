#include "app/progress.h"

#include <gtest/gtest.h>

#include <limits>

namespace temper {
namespace {

TEST(Progress, DurationsAreReadAtAGlance) {
  EXPECT_EQ(duration_text(8.4), "8 s");
  EXPECT_EQ(duration_text(200), "3 min 20 s");
  EXPECT_EQ(duration_text(3720), "1 h 02 min");
  EXPECT_EQ(duration_text(-1), "0 s");
}

class RungTable : public ::testing::Test {
 protected:
  RungTable() {
    ladder_.temperature = {1, 2, 4};
    replica_at_ = {2, 0, 1};
    snapshot_.ladder = &ladder_;
    snapshot_.replica_at = &replica_at_;
    snapshot_.energy = {10, 20, 30};
    snapshot_.rejection = {0.25, std::numeric_limits<double>::quiet_NaN()};
  }

  Ladder ladder_;
  ReplicaAt replica_at_;
  Snapshot snapshot_;
};

TEST_F(RungTable, ShowsTheReplicaOnEachRungWithItsEnergy) {
  const auto rows = rung_table(snapshot_, 10);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_NE(rows[1].find(" 30 "), std::string::npos);  // rung 0 holds replica 2
  EXPECT_NE(rows[1].find("0.75"), std::string::npos);
  EXPECT_NE(rows[2].find("–"), std::string::npos);  // never proposed is not "perfect"
}

TEST_F(RungTable, LongLaddersShowBothEnds) {
  const auto rows = rung_table(snapshot_, 2);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_NE(rows[2].find(" 4 "), std::string::npos);
}

}  // namespace
}  // namespace temper
