#include "tempering/pilot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tempering/ladder.h"

namespace temper {
namespace {

// k quadratic directions: E has mean k T / 2 and variance k T² / 2, so the local barrier is
// sqrt(k / 2 pi) T and that of a range sqrt(k / 2 pi) ln(T_hot / T_cold): formula 13.
std::vector<EnergyMoments> quadratic(double k, double t_max, std::size_t n_rungs) {
  std::vector<EnergyMoments> moments;
  for (const double T : spread_temperatures(1, t_max, n_rungs))
    moments.push_back({1 / T, k * T / 2, k * T * T / 2});
  return moments;
}

/// Of a ladder whose pairs hardly exchange.
double barrier_without_swaps(const std::vector<EnergyMoments>& moments) {
  return predicted_barrier(moments, std::vector<double>(moments.size() - 1, 1.0));
}

TEST(Pilot, PairsThatExchangeTellTheirPartThemselves) {
  const auto moments = quadratic(378, 2, 3);
  EXPECT_DOUBLE_EQ(predicted_barrier(moments, {0.25, 0.5}), 0.75);
}

TEST(Pilot, PredictsTheBarrierOfAGaussianTarget) {
  for (const double k : {10.0, 378.0, 5000.0})
    for (const double t_max : {2.0, 10.0})
      EXPECT_NEAR(barrier_without_swaps(quadratic(k, t_max, pilot_rungs)) /
                      (std::sqrt(k / (2 * std::numbers::pi)) * std::log(t_max)),
                  1, 0.02)
          << "k = " << k << ", T_max = " << t_max;
}

TEST(Pilot, IsExactForAGaussianTargetAndPriorHoweverCoarseTheLadder) {
  const double k = 378, b = 0.01;  // exp(-beta U - V): the precision is proportional to beta + b
  std::vector<EnergyMoments> moments;
  for (const double beta : {1.0, 0.125, 0.0})
    moments.push_back({beta, k / (2 * (beta + b)), k / (2 * (beta + b) * (beta + b))});
  EXPECT_NEAR(barrier_without_swaps(moments),
              std::sqrt(k / (2 * std::numbers::pi)) * std::log((1 + b) / b), 1e-9);
}

TEST(Pilot, AFallOfTheMeanCountsWhereThePilotDidNotSeeTheSpread) {
  auto moments = quadratic(378, 2, 2);
  for (auto& moment : moments) moment.variance = 0;  // two minima, each seen from one side only
  EXPECT_GT(barrier_without_swaps(moments),
            0.9 * std::sqrt(378 / (2 * std::numbers::pi)) * std::log(2));
}

// Independent energies ask for one sweep; an autocorrelation of 0.5 for 1 + 2 (1/2 + 1/4 + ...)
// = 3.
TEST(Slowness, IsTheMeanTimeBetweenIndependentEnergies) {
  EXPECT_DOUBLE_EQ(slowness_of({}), 1);
  EXPECT_DOUBLE_EQ(slowness_of({0, -0.3}), 1);
  EXPECT_DOUBLE_EQ(slowness_of({0, 0.5}), 2);
  EXPECT_GT(slowness_of({0.9, 1.0}), 50);  // and finite
}

}  // namespace
}  // namespace temper
