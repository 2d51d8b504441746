#include "tempering/energy_difference.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

namespace temper {
namespace {

constexpr std::size_t n_points = 9, n_examples = 5;
const std::vector<double> lower = {3, 1, 4, 1, 5, 9, 2, 6, 5}, upper = {2, 7, 1, 8, 2, 8, 1, 8, 2};

/// What every choice of examples estimates.
std::vector<EnergyDifference> estimates_of_all_choices() {
  std::vector<EnergyDifference> estimates;
  for (unsigned choice = 0; choice < 1u << n_points; ++choice) {
    if (std::popcount(choice) != n_examples) continue;
    DifferenceEstimate estimate;
    for (std::size_t i = 0; i < n_points; ++i)
      if (choice >> i & 1) estimate.add(std::span(&lower[i], 1), std::span(&upper[i], 1));
    estimates.push_back(estimate.estimate(n_points));
  }
  return estimates;
}

template <class Value>
double mean(const std::vector<EnergyDifference>& estimates, const Value& value) {
  double sum = 0;
  for (const auto& estimate : estimates) sum += value(estimate);
  return sum / static_cast<double>(estimates.size());
}

// All 126 choices are equally likely, so expectations are plain means over them.
TEST(DifferenceEstimate, IsUnbiasedInAllItSays) {
  const auto estimates = estimates_of_all_choices();
  const double truth = 36 - 39;
  const auto error = [&](const auto& estimate) { return estimate.mean - truth; };
  const double variance = mean(estimates, [](const auto& e) { return e.variance; });
  EXPECT_NEAR(mean(estimates, error), 0, 1e-12);
  EXPECT_NEAR(variance, mean(estimates, [&](const auto& e) { return std::pow(error(e), 2); }),
              1e-9);
  EXPECT_NEAR(mean(estimates, [](const auto& e) { return e.third_cumulant; }),
              mean(estimates, [&](const auto& e) { return std::pow(error(e), 3); }), 1e-9);
  EXPECT_NEAR(mean(estimates, [](const auto& e) { return e.covariance; }),
              mean(estimates, [&](const auto& e) { return error(e) * (e.variance - variance); }),
              1e-9);
}

TEST(DifferenceEstimate, OfAllPointsIsExact) {
  DifferenceEstimate estimate(/*exact_part=*/0.5);
  estimate.add(lower, upper);
  const auto difference = estimate.estimate(n_points);
  EXPECT_DOUBLE_EQ(difference.mean, -2.5);
  EXPECT_EQ(difference.variance, 0);
  EXPECT_EQ(difference.n_examples, n_points);
}

TEST(DifferenceEstimate, IsTheSameInOneCallOrMore) {
  DifferenceEstimate at_once, in_parts;
  at_once.add(std::span(lower).first(6), std::span(upper).first(6));
  in_parts.add(std::span(lower).first(4), std::span(upper).first(4));
  in_parts.add(std::span(lower).subspan(4, 2), std::span(upper).subspan(4, 2));
  EXPECT_EQ(at_once.estimate(n_points).variance, in_parts.estimate(n_points).variance);
  EXPECT_EQ(in_parts.estimate(n_points).n_examples, 6u);
}

TEST(DifferenceEstimate, OfTheSameReplicaTwiceIsZeroWithoutDoubt) {
  DifferenceEstimate estimate;
  estimate.add(lower, lower);
  EXPECT_EQ(estimate.estimate(100).mean, 0);
  EXPECT_EQ(estimate.estimate(100).variance, 0);
}

}  // namespace
}  // namespace temper
