#include "report/progress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "base/text_width.h"
#include "report/rung_table.h"

namespace temper {
namespace {

/// A run of `n_rungs` rungs in `n_copies` copies, a third of its way.
struct Scene {
  Ladder ladder;
  ReplicaAt replica_at;
  Snapshot snapshot;

  Scene(std::size_t n_rungs, std::size_t n_copies) : replica_at(n_rungs * n_copies) {
    for (std::size_t k = 0; k < n_rungs; ++k)
      ladder.temperature.push_back(std::pow(2.0, static_cast<double>(k)));
    std::iota(replica_at.begin(), replica_at.end(), 0);
    snapshot.sweep = 100;
    snapshot.n_warmup = 200;
    snapshot.n_total = 300;
    snapshot.ladder = &ladder;
    snapshot.replica_at = &replica_at;
    snapshot.energy.assign(replica_at.size(), 12.345678);
    snapshot.rejection.assign(n_rungs - 1, 0.998);
    snapshot.metric_name = "test_accuracy";
    snapshot.metric.assign(replica_at.size(), 1.0 / 3);
  }
};

constexpr SessionTime slow{4500, 100, 1.0 / 3, 9000};

class Screens : public testing::TestWithParam<std::pair<std::size_t, std::size_t>> {};

TEST_P(Screens, FitTheTerminal) {
  const auto [columns, rows] = GetParam();
  for (const std::size_t n_rungs : {1U, 2U, 16U, 64U})
    for (const std::size_t n_copies : {1U, 4U}) {
      const Scene scene(n_rungs, n_copies);
      const auto lines = screen_of(scene.snapshot, slow, {true, columns, rows, true});
      EXPECT_LT(lines.size(), std::max<std::size_t>(2, rows));
      for (const auto& line : lines) EXPECT_LE(display_width(line), columns);
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Screens,
                         testing::Values(std::pair{80U, 24U}, std::pair{60U, 12U},
                                         std::pair{40U, 5U}, std::pair{10U, 2U},
                                         std::pair{200U, 100U}));

TEST(Screen, SaysHowFarInTime) {
  const Scene scene(4, 1);
  const auto lines = screen_of(scene.snapshot, slow, {true, 120, 24, false});
  EXPECT_EQ(lines[0], " 33 % ████████░░░░░░░░░░░░░░░░ 1 h 15 min, 2 h 30 min left, 45 s a sweep");
  EXPECT_EQ(lines[1],
            "sweep 100 of 300 (warm-up), U of rung 0 12.35, round trips 0, test_accuracy 0.3333");
}

TEST(Screen, HasColoursOnlyWhereTheTerminalHas) {
  const Scene scene(4, 1);
  const auto has_escape = [&](bool has_colours) {
    const auto lines = screen_of(scene.snapshot, slow, {true, 120, 24, has_colours});
    return lines[0].find('\x1b') != std::string::npos;
  };
  EXPECT_TRUE(has_escape(true));
  EXPECT_FALSE(has_escape(false));
}

TEST(Screen, NamesTheCopyThatIsShown) {
  const Scene scene(4, 3);
  const auto lines = screen_of(scene.snapshot, slow, {true, 80, 24, false});
  EXPECT_EQ(lines[2], "copy 0 of 3; swaps are of all copies");
  const Scene ensemble(1, 5);
  const auto rows = screen_of(ensemble.snapshot, slow, {true, 80, 24, false});
  EXPECT_NE(rows[2].find("copy  temperature"), std::string::npos);
  EXPECT_EQ(rows.size(), 2U + 1 + 5);
}

TEST(Line, HasNoPowersOfTen) {
  const Scene scene(4, 1);
  EXPECT_EQ(line_of(scene.snapshot, {0.07, 100, 1.0 / 3, 0.14}),
            "sweep 100 of 300 (warm-up), 33 %, 0 s, 0 s left, 1429 sweeps/s, U of rung 0 12.35, "
            "round trips 0, test_accuracy 0.3333");
}

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
