#include "tempering/adaptation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "config/section.h"
#include "tempering/barrier.h"
#include "tempering/ladder_objective.h"
#include "tempering/monotone_cubic.h"
#include "tempering/round_trips.h"

namespace temper {
namespace {

TEST(Adaptation, RoundsDoubleAndTheLastHalfOfWarmupDecides) {
  using Sweeps = std::vector<std::uint64_t>;
  EXPECT_EQ(round_first_sweeps(200, Adapts::ladder), (Sweeps{0, 12, 25, 50, 100, 200}));
  EXPECT_EQ(round_first_sweeps(200, Adapts::steps), (Sweeps{0, 200}));
  EXPECT_EQ(round_first_sweeps(200, Adapts::nothing), (Sweeps{0}));
  EXPECT_EQ(round_first_sweeps(0, Adapts::ladder), (Sweeps{0}));
}

TEST(Adaptation, AnEvenLadderInBetaStaysWhereRejectionIsEqual) {
  const std::vector<double> temperature = {1.0, 1.0 / 0.75, 2.0, 4.0};
  const auto adapted = equal_weights(temperature, {0.3, 0.3, 0.3});
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(adapted[k], temperature[k], 1e-12);
}

// The barrier as a function of beta is known, Lambda(beta) = 2 (1 - beta)^2: a ladder that is even
// in beta must move to where Lambda rises by equal parts, beta_k = 1 - sqrt(k/(R-1)) (1 -
// beta_min).
TEST(Adaptation, ComesToEqualPartsOfAKnownBarrier) {
  constexpr std::size_t n_rungs = 9;
  constexpr double beta_min = 0.2;
  const auto lambda = [](double temperature) { return 2 * std::pow(1 - 1 / temperature, 2); };
  std::vector<double> temperature(n_rungs);
  for (std::size_t k = 0; k < n_rungs; ++k)
    temperature[k] = 1 / (1 - (1 - beta_min) * static_cast<double>(k) / (n_rungs - 1));
  for (int round = 0; round < 4; ++round) {
    std::vector<double> rejection(n_rungs - 1);
    for (std::size_t k = 0; k + 1 < n_rungs; ++k)
      rejection[k] = lambda(temperature[k + 1]) - lambda(temperature[k]);
    temperature = equal_weights(temperature, rejection);
  }
  EXPECT_EQ(temperature.front(), 1.0);
  EXPECT_NEAR(temperature.back(), 1 / beta_min, 1e-12);
  for (std::size_t k = 0; k < n_rungs; ++k)
    EXPECT_NEAR(1 / temperature[k],
                1 - (1 - beta_min) * std::sqrt(static_cast<double>(k) / (n_rungs - 1)), 2e-3);
}

TEST(Adaptation, KeepsTheLadderWhenAPairWasNeverProposed) {
  const std::vector<double> temperature = {1, 2, 4};
  EXPECT_EQ(equal_weights(temperature, {0.1, std::numeric_limits<double>::quiet_NaN()}),
            temperature);
}

TEST(Adaptation, NeverCrossesRungsEvenWhereNothingIsRejected) {
  const auto adapted = equal_weights({1, 2, 4, 8, 16}, {0.0, 1.0, 0.0, 0.9});
  for (std::size_t k = 1; k < adapted.size(); ++k) EXPECT_LT(adapted[k - 1], adapted[k]);
}

TEST(MonotoneCubic, GoesThroughItsPointsWithoutOvershoot) {
  const MonotoneCubic curve({0, 1, 2, 10}, {0, 0.001, 5, 5.1});
  EXPECT_DOUBLE_EQ(curve(1), 0.001);
  EXPECT_DOUBLE_EQ(curve(2), 5);
  double before = 0;
  for (double x = 0; x <= 10; x += 0.01) {
    EXPECT_GE(curve(x), before);
    before = curve(x);
  }
}

TEST(MonotoneCubic, IsExactOnALine) {
  const MonotoneCubic line({0, 1, 3}, {1, 3, 7});
  EXPECT_DOUBLE_EQ(line(2.2), 5.4);
}

TEST(RejectionRates, AverageTheProbabilitiesOfEachPair) {
  RejectionRates rates(4);
  rates.add({{0, 0, 1.0, true}, {0, 1, 0.2, false}, {1, 0, 0.5, true}, {1, 1, 0.4, false}});
  const auto mean = rates.rates();
  EXPECT_DOUBLE_EQ(mean[0], 0.25);
  EXPECT_DOUBLE_EQ(mean[1], 0.7);
  EXPECT_TRUE(std::isnan(mean[2]));
  EXPECT_DOUBLE_EQ(barrier(mean), 0.95);

  RejectionRates copy(4);
  copy.restore(rates.save());
  EXPECT_EQ(copy.save(), rates.save());
}

TEST(Barrier, WithoutRejectionHalfTheSweepsMakeARoundTrip) {
  EXPECT_EQ(round_trip_rate({0, 0, 0}, PairSchedule::even_odd), 0.5);
  EXPECT_DOUBLE_EQ(round_trip_rate({0.5, 0.5}, PairSchedule::even_odd), 1.0 / 6);
  // A walk by the toss of a coin over three pairs, and none without a schedule.
  EXPECT_DOUBLE_EQ(round_trip_rate({0, 0, 0}, PairSchedule::stochastic_even_odd), 1.0 / 6);
  EXPECT_DOUBLE_EQ(round_trip_rate({0.5, 0.5}, PairSchedule::stochastic_even_odd), 1.0 / 8);
  EXPECT_EQ(round_trip_rate({0.5}, PairSchedule::none), 0);
  EXPECT_EQ(recommended_rungs(0), 2u);
  EXPECT_EQ(recommended_rungs(3.1), 7u);
}

TEST(RoundTrips, CountOnlyWholeOnesFromTheTarget) {
  RoundTrips trips(2);
  // replica 0: starts at 0, top, back: 1; replica 1: starts on top, comes to 0, top, back: 1
  for (const std::int32_t rung : {0, 1, 2, 1, 0, 0, 1, 0}) trips.visit({rung, 2 - rung}, 3);
  EXPECT_EQ(trips.count(), (std::vector<std::uint64_t>{1, 0}));
  for (const std::int32_t rung : {1, 2}) trips.visit({rung, 2 - rung}, 3);
  EXPECT_EQ(trips.count(), (std::vector<std::uint64_t>{1, 1}));

  RoundTrips copy(2);
  copy.restore(trips.save());
  EXPECT_EQ(copy.save(), trips.save());
  EXPECT_EQ(copy.total(), 2u);
}

std::vector<double> weights_by(const std::string& objective, const std::vector<double>& temperature,
                               const RoundFindings& findings) {
  const auto made = ladder_objectives().find(objective)->make(Section::of("ladder"));
  return made->weights(temperature, findings);
}

TEST(LadderObjective, EachWeighsEveryPairAndReadsWhatItSaysThatItNeeds) {
  const std::vector<double> temperature = {1, 2, 4, 8};
  const RoundFindings findings{{0.3, 0.2, 0.4}, {3, 4, 5, 4}, {1, 0.6, 0.3, 0}};
  const RoundFindings without_record{findings.rejection, {}, {}};
  for (const auto& name : ladder_objectives().names()) {
    const auto weights = weights_by(name, temperature, findings);
    EXPECT_EQ(weights.size(), 3u) << name;
    for (const double weight : weights) EXPECT_TRUE(weight >= 0 && std::isfinite(weight)) << name;
    if (!ladder_objectives().find(name)->make(Section::of("ladder"))->needs_record()) {
      EXPECT_EQ(weights_by(name, temperature, without_record), weights) << name;
    }
  }
}

// Gaussian energies of constant sd: equal lengths are equal gaps in beta.
TEST(LadderObjective, EqualLengthGoesByTheSdOfTheEnergy) {
  const std::vector<double> temperature = {1, 1.25, 5};
  const auto weights = weights_by("equal length", temperature, {{0.1, 0.9}, {3, 3, 3}, {}});
  const auto moved = equal_weights(temperature, weights);
  EXPECT_NEAR(1 / moved[1], 0.6, 0.02);  // half-way in beta, up to the cubic
}

// By hand: gaps in beta of 0.5 and 0.4, sds of 2, 8 and 18 nats, so lengths of 0.5 * 4 and 0.4
// * 12.
TEST(LadderObjective, AnEqualLengthTakesTheSdsOfBothRungs) {
  const auto weights = weights_by("equal length", {1, 2, 10}, {{0.1, 0.9}, {2, 8, 18}, {}});
  EXPECT_DOUBLE_EQ(weights[0], 2);
  EXPECT_DOUBLE_EQ(weights[1], 4.8);
}

// Falls of f of 0.1 and 0.9 weigh as their roots, 1 to 3, and half of a weight is the rejection's
// share.
TEST(LadderObjective, RoundTripsWeighTheRootOfTheFall) {
  const auto weights = weights_by("round trips", {1, 2, 4}, {{0.2, 0.2}, {}, {1, 0.9, 0}});
  EXPECT_DOUBLE_EQ(weights[0], 0.5 * (0.5 + 0.25));
  EXPECT_DOUBLE_EQ(weights[1], 0.5 * (0.5 + 0.75));
}

// All replicas turn round between rungs 1 and 2, where the other pairs let everybody through.
TEST(LadderObjective, RoundTripsPutRungsWhereReplicasTurn) {
  const std::vector<double> temperature = {1, 2, 4, 8};
  const RoundFindings findings{{0.3, 0.3, 0.3}, {}, {1, 1, 0, 0}};
  const auto weights = weights_by("round trips", temperature, findings);
  EXPECT_GT(weights[1], 3 * weights[0]);
  const auto moved = equal_weights(temperature, weights);
  EXPECT_GT(moved[1], 2);
  EXPECT_LT(moved[2], 4);
}

TEST(LadderObjective, WithoutATripGoesByRejection) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto weights = weights_by("round trips", {1, 2, 4}, {{0.1, 0.3}, {}, {1, nan, 0}});
  EXPECT_DOUBLE_EQ(weights[1] / weights[0], 3);
}

// Two replicas change places every fourth sweep.
TEST(RoundRecord, KnowsWhereReplicasCameFromAndComesBackFromACheckpoint) {
  RoundRecord record(3, 2);
  record.add({1, 5}, {0, 2});
  record.add({3, 5}, {1, 1});
  auto restored = RoundRecord(3, 2);
  restored.restore(record.save());
  for (auto* one : {&record, &restored}) {
    const auto findings = one->findings({0.5, 0.5});
    EXPECT_EQ(findings.from_cold, (std::vector<double>{1, 0.5, 0}));
    EXPECT_DOUBLE_EQ(findings.energy_sd[1], 1);
    EXPECT_TRUE(std::isnan(findings.energy_sd[0]));
  }
  record.begin_round();
  record.add({1, 1}, {1, 1});
  EXPECT_EQ(record.findings({0.5, 0.5}).from_cold[1], 0.5);  // as they came before
}

}  // namespace
}  // namespace temper
