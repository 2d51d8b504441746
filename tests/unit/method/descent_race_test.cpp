#include "method/descent_race.h"

#include <gtest/gtest.h>

#include "unit/method/problems.h"

namespace temper {
namespace {

TEST(DescentRace, IsWonByMostEndsInTheLowestQuarter) {
  // Ends are low up to -2, the second of eight: one of the first kind, two of the other.
  EXPECT_EQ(winner_of({{-2.1, 3, 4, 5}, {-2, -2, 6, 9}}), 1u);
  EXPECT_EQ(winner_of({{-2, -2, 6, 9}, {-2.1, 3, 4, 5}}), 0u);
}

TEST(DescentRace, CountsEqualHeightsAsOneAndSeesCost) {
  EXPECT_EQ(winner_of({{1.004, 1.003, 1.005}, {1, 2}}), 0u);
  EXPECT_EQ(winner_of({{1, 1}, {1, 1, 1}}), 1u);  // more arrive there for the same
}

TEST(DescentRace, TakesTheLowerMedianWhereAsManyAreLow) {
  EXPECT_EQ(winner_of({{1, 9, 9}, {1, 2, 3}}), 1u);
}

TEST(DescentRace, IsWonByWhatIsBelowAllOthers) {
  // One slow descent against many quick ones that end higher.
  EXPECT_EQ(winner_of({{-205}, {-127, -120, -110, -100}}), 0u);
  EXPECT_EQ(winner_of({{-127, -120, -110, -100}, {-205}}), 1u);
  EXPECT_EQ(winner_of({{-127.005}, {-127, -127, -127}}), 1u);  // the same height
}

/// On a bowl, where every descent ends at the bottom and only cost counts.
std::size_t winner_on_bowl(const std::string& toml) {
  const auto potential = make_potential("linear-regression", toml);
  Search search({.potential = potential.get()}, 1, 2'000'000);
  std::vector<Walk> kinds;
  kinds.emplace_back(search, Pace{.kernel = "l-bfgs"});
  kinds.emplace_back(search, Pace{.kernel = "levenberg-marquardt"});
  LowestEnds lowest(2);
  const auto winner = race(kinds, 0.5, lowest).kind;
  EXPECT_GE(search.progress(), 0.5);
  EXPECT_LE(search.progress(), 0.52);  // a stretch of each kind goes beyond its half
  auto& best = lowest.walkers().front();
  EXPECT_EQ(best.replica.slots.size(), kinds[winner].kernel().slot_names().size());
  EXPECT_EQ(best.replica.scalars.size(), kinds[winner].kernel().scalar_names().size());
  const auto& finding = search.potential().finding();
  EXPECT_NEAR(finding.objective_of(best.replica.energy), finding.objective(), 0.01);
  return winner;
}

TEST(DescentRace, SolvesWhereTheMatrixIsCheapAndElseNot) {
  EXPECT_EQ(winner_on_bowl("points = 200\ndim = 5"), 1u);
  EXPECT_EQ(winner_on_bowl("points = 50\ndim = 40"), 0u);
}

TEST(DescentRace, LetsADescentThatIsBelowTheOthersGoOn) {
  const auto potential = make_potential("student-teacher", "inputs = 20\nhidden = 20");
  Search search({.potential = potential.get()}, 1, 20'000);
  std::vector<Walk> kinds;
  for (int kind = 0; kind < 2; ++kind) kinds.emplace_back(search, Pace{.kernel = "l-bfgs"});
  LowestEnds lowest(4);
  constexpr double share = 0.003;  // half of a descent
  const auto winner = race(kinds, share, lowest);
  EXPECT_GE(search.progress(), 2 * share);
  EXPECT_LT(search.progress(), 3 * share);  // only one of the two
  ASSERT_EQ(lowest.walkers().size(), 2u);   // its former end isn't one
  ASSERT_TRUE(winner.unfinished);
  EXPECT_EQ(lowest.walkers().front().replica.id, winner.unfinished->replica.id);
}

}  // namespace
}  // namespace temper
