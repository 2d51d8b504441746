#include "train/ensemble_sizes.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

double evaluations(const EnsembleSizes& sizes) {
  return static_cast<double>(sizes.n_members) * sizes.steps * sizes.step_cost *
         static_cast<double>(sizes.n_warmup + sizes.n_sweeps);
}

TEST(EnsembleSizes, KeepToTheBudgetAndCanBeJudged) {
  for (const std::size_t n_points : {10U, 120U, 1500U, 60'000U})
    for (const double budget : {1e3, 3e4, 1e6, 1e9}) {
      const auto sizes = ensemble_sizes({.n_points = n_points, .budget = budget});
      EXPECT_LE(evaluations(sizes), budget);
      EXPECT_GE(sizes.n_warmup + sizes.n_sweeps, 20U);
      EXPECT_LE(sizes.batch, n_points);
    }
}

TEST(EnsembleSizes, EnergiesAreInTheBudgetAndTakeAtMostHalf) {
  const double budget = 2e6, energy = 4000;
  const auto sizes = ensemble_sizes({.n_points = 12'000, .budget = budget, .energy_cost = energy});
  const auto n_energies = sizes.n_members * (sizes.n_warmup + sizes.n_sweeps);
  const double energies = energy * static_cast<double>(n_energies);
  EXPECT_LE(evaluations(sizes) + energies, budget);
  EXPECT_GE(evaluations(sizes) + energies, 0.9 * budget);
  EXPECT_LE(energies, 0.5 * budget);
}

TEST(EnsembleSizes, ABudgetOfNothingIsTheLeastRun) {
  const auto sizes = ensemble_sizes({.n_points = 12'000, .budget = 1000, .energy_cost = 4000});
  EXPECT_EQ(sizes.n_members, 2U);
  EXPECT_EQ(sizes.n_warmup, 1U);
  EXPECT_EQ(sizes.n_sweeps, 1U);
}

TEST(EnsembleSizes, FewMembersTrainLongerWhereTheBudgetIsSmall) {
  EXPECT_EQ(ensemble_sizes({.n_points = 1000, .budget = 3e4}).n_members, 3U);
  EXPECT_EQ(ensemble_sizes({.n_points = 1000, .budget = 1e6}).n_members, 8U);
  EXPECT_EQ(ensemble_sizes({.n_points = 100, .budget = 1e5, .step_cost = 2000}).n_members, 2U);
}

TEST(EnsembleSizes, TakeNoMoreThanIsOfUse) {
  const auto large = ensemble_sizes({.n_points = 10'000, .budget = 1e12});
  EXPECT_EQ(large.n_warmup + large.n_sweeps, 100U);
  const auto small = ensemble_sizes({.n_points = 64, .budget = 1e12});
  EXPECT_EQ(small.steps * (small.n_warmup + small.n_sweeps), 2000U);
}

TEST(EnsembleSizes, WhatIsGivenStays) {
  const auto sizes = ensemble_sizes(
      {.n_points = 100, .budget = 1e5, .n_members = 5, .steps = 10, .step_cost = 100});
  EXPECT_EQ(sizes.n_members, 5U);
  EXPECT_EQ(sizes.steps, 10U);
  EXPECT_EQ(sizes.n_warmup + sizes.n_sweeps, 20U);
}

}  // namespace
}  // namespace temper
