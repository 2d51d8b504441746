// How large a run a plan makes of a barrier and a budget.

#include "tempering/run_shape.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

constexpr LadderDemand demand = {5.0, 1000.0};  // as iris: 11 rungs

ShapeLimits budget(double evaluations, bool is_sparing = true) {
  return {{}, {}, {}, evaluations, is_sparing};
}

// 11 rungs that reject half the time: 2 + 2 * 10 = 22 sweeps a trip.
TEST(RunShape, CountsSweepsOfRoundTrips) {
  EXPECT_DOUBLE_EQ(sweeps_for_trips(10, 11, 5), 11 + 220);
  EXPECT_DOUBLE_EQ(round_trips_of({11, 1, 0, 231}, 5), 10);
  EXPECT_DOUBLE_EQ(round_trips_of({11, 1, 0, 5}, 5), 0);
}

TEST(RunShape, TakesNoMoreThanAGoodRunNeeds) {
  const auto shape = fit_run(11, demand, budget(1e12));
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->n_copies, 4u);
  EXPECT_EQ(shape->n_sweeps, 2000u);
  EXPECT_EQ(shape->n_warmup, 1000u);
}

TEST(RunShape, GoesOnWithinABudgetThatWasGiven) {
  const auto shape = fit_run(11, demand, budget(1e9, false));
  ASSERT_TRUE(shape);
  EXPECT_GT(shape->n_sweeps, 10'000u);
  EXPECT_LE(shape->evaluations(demand.cost), 1e9);
}

TEST(RunShape, NeverExceedsTheBudget) {
  for (const double evaluations : {2e7, 5e7, 1e8, 3e8, 1e9})
    for (const bool is_sparing : {false, true})
      if (const auto shape = fit_run(11, demand, budget(evaluations, is_sparing))) {
        EXPECT_LE(shape->evaluations(demand.cost), evaluations);
        EXPECT_GE(shape->n_copies, 2u);
        EXPECT_GE(round_trips_of(*shape, demand.barrier), 12 - 1e-9);
      }
}

TEST(RunShape, IsNoneWhereTheLadderCannotBeWalked) {
  EXPECT_FALSE(fit_run(11, demand, budget(1e6)));
  EXPECT_FALSE(fit_run(300, {150, 1e6}, budget(1e9)));
}

TEST(RunShape, TakesMoreSweepsWhereEnergiesRemember) {
  auto slow = demand;
  slow.slowness = 5;
  EXPECT_EQ(fit_run(11, slow, budget(1e12))->n_sweeps, 11u + 40 * 5 * 22);
}

TEST(RunShape, KeepsWhatIsGiven) {
  auto limits = budget(1e12);
  limits.n_copies = 3;
  limits.n_sweeps = 77;
  limits.n_warmup = 5;
  const auto shape = fit_run(11, demand, limits);
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->n_copies, 3u);
  EXPECT_EQ(shape->n_sweeps, 77u);
  EXPECT_EQ(shape->n_warmup, 5u);
}

TEST(RunShape, ANarrowLadderHasAsManyRungsAsTheBudgetPaysFor) {
  const auto shape = fit_narrow_run(299, {150, 1e4}, budget(1e9));
  ASSERT_TRUE(shape);
  EXPECT_GE(shape->n_rungs, 4u);
  EXPECT_LE(shape->evaluations(1e4), 1e9);
  EXPECT_FALSE(fit_run(shape->n_rungs + 1, {narrow_barrier(shape->n_rungs + 1), 1e4}, budget(1e9)));
  EXPECT_FALSE(fit_narrow_run(299, {150, 1e4}, budget(1e6)));
}

}  // namespace
}  // namespace temper
