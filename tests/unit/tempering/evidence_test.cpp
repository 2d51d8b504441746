#include "tempering/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

#include "tempering/bridge.h"
#include "tempering/stepping_stone.h"
#include "tempering/thermodynamic.h"

namespace temper {
namespace {

/// U of a one-dimensional standard normal prior with U = theta² / 2 at n equally likely places, in
/// no order: at beta theta ~ N(0, 1/(1 + beta)), and log Z(beta) = -log(1 + beta) / 2.
Copies exact_energies(double beta, std::size_t n) {
  std::vector<double> energy;
  for (std::size_t i = 0; i < n; ++i) {
    const double turn = 6.283185307179586 * 0.6180339887498949 * static_cast<double>(i);
    const double radius = -std::log((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    energy.push_back(radius * std::pow(std::cos(turn), 2) / (1 + beta));
  }
  std::shuffle(energy.begin(), energy.end(), std::mt19937(static_cast<unsigned>(1000 * beta)));
  return {energy};
}

RungEnergies exact_ladder(const std::vector<double>& beta, std::size_t n = 100'000) {
  RungEnergies energies{beta, {}};
  for (const double b : beta) energies.energy.push_back(exact_energies(b, n));
  return energies;
}

const double log_Z = -0.5 * std::log(2.0);

TEST(SteppingStone, BothDirectionsComeToTheClosedForm) {
  const auto energies = exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0});
  EXPECT_NEAR(forward_stepping_stone(energies).value, log_Z, 1e-3);
  EXPECT_NEAR(reverse_stepping_stone(energies).value, log_Z, 1e-3);
}

TEST(SteppingStone, OneStoneIsTheLogOfTheMean) {
  const RungEnergies energies{{2, 0}, {{{1, 2, 3, 4}}, {{0, 1, 0, 1}}}};
  EXPECT_NEAR(forward_stepping_stone(energies).value, std::log((1 + std::exp(-2.0)) / 2), 1e-14);
  EXPECT_NEAR(reverse_stepping_stone(energies).value,
              -std::log((std::exp(2.0) + std::exp(4.0) + std::exp(6.0) + std::exp(8.0)) / 4),
              1e-14);
}

TEST(SteppingStone, OfHugeEnergiesIsFinite) {
  const RungEnergies energies{{1, 0}, {{{1e6, 1e6 + 1, 1e6, 1e6}}, {{1e9, 2e9, 1e9, 3e9}}}};
  EXPECT_NEAR(forward_stepping_stone(energies).value, -1e9 + std::log(0.5), 1e-5);
  EXPECT_TRUE(std::isfinite(reverse_stepping_stone(energies).value));
  EXPECT_TRUE(std::isfinite(bridge(energies).log_Z.value));
}

TEST(Bridge, ComesToTheClosedFormWithFewRungs) {
  EXPECT_NEAR(bridge(exact_ladder({1, 0})).log_Z.value, log_Z, 2e-3);
}

TEST(Bridge, SolvesItsEquation) {
  const RungEnergies energies{{1, 0}, {{{1.0, 2.0, 1.5, 0.5}}, {{2.0, 4.0, 1.0, 3.0}}}};
  const double c = bridge(energies).log_Z.value;
  double excess = 0;
  for (const double U : energies.energy[1][0]) excess += 1 / (1 + std::exp(U + c));
  for (const double U : energies.energy[0][0]) excess -= 1 / (1 + std::exp(-U - c));
  EXPECT_NEAR(excess, 0, 1e-10);
}

TEST(Bridge, OverlapIsOneHalfOfEqualRungsAndZeroOfRungsFarApart) {
  const Copies energy = {{1, 1, 1, 1}};
  EXPECT_NEAR(bridge({{1, 0}, {energy, energy}}).overlap[0], 0.5, 1e-9);
  const Copies far = {{1000, 1001, 1000, 1001}};
  EXPECT_LT(bridge({{1, 0}, {energy, far}}).overlap[0], 1e-6);
}

/// Two replicas that exchange each sweep, one always at U = -1, the other at +1: log Z = 0, and by
/// symmetry s(1) - 1/2 over s(1) (1 - s(1)), which is sinh(1), is how far each of them pulls.
RungEnergies two_that_stay(std::size_t n) {
  RungEnergies energies{{1, 0}, {{{}}, {{}}}, {{{}}, {{}}}};
  for (std::size_t sweep = 0; sweep < n; ++sweep)
    for (std::size_t rung = 0; rung < 2; ++rung) {
      const std::uint32_t replica = (sweep + rung) % 2;
      energies.energy[rung][0].push_back(replica == 0 ? -1 : 1);
      energies.replica[rung][0].push_back(replica);
    }
  return energies;
}

TEST(Bridge, ReplicasThatNeverChangeAreWorthOneValueEach) {
  for (const std::size_t n : {8U, 1000U}) {
    const auto found = bridge(two_that_stay(n));
    EXPECT_NEAR(found.log_Z.value, 0, 1e-9);
    EXPECT_NEAR(found.error_by_replica, std::sinh(1.0), 1e-9);  // however many sweeps there are
  }
}

TEST(Evidence, TheErrorIsThatOverReplicasWhereTheyDifferByMore) {
  const auto energies = two_that_stay(1000);
  EXPECT_LT(bridge(energies).log_Z.standard_error(), 0.5);
  EXPECT_NEAR(evidence(energies).standard_error, std::sinh(1.0), 1e-9);
}

TEST(ThermodynamicIntegral, ComesNearTheClosedFormAndSaysHowNear) {
  const auto integral = thermodynamic_integral(exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0}));
  EXPECT_NEAR(integral.log_Z.value, log_Z, 1e-3);
  EXPECT_GT(integral.discretisation, 1e-3);
  EXPECT_LT(integral.discretisation, 2e-2);
}

TEST(ThermodynamicIntegral, NeverBendsAboveItsEnds) {
  // Var U at the prior is that of a tail; a parabola with this slope would come out far below 1.
  const RungEnergies energies{{1, 0}, {{{1, 1, 1, 1}}, {{2, 2, 2, 402}}}};
  const double area = -thermodynamic_integral(energies).log_Z.value;
  EXPECT_GT(area, 1);
  EXPECT_LT(area, 102);
}

/// The same prior, but half of its draws are out of bounds. Four standard errors are 0.03.
TEST(Evidence, AgreesWithItselfWhereHalfOfThePriorIsOutOfBounds) {
  auto energies = exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0}, 20'000);
  auto& prior = energies.energy.back().front();
  std::mt19937 coin(1);
  for (double& U : prior) U = coin() % 2 == 0 ? 1e9 : U;
  const auto found = evidence(energies);
  const double known = log_Z - std::log(2);
  EXPECT_NEAR(found.log_Z, known, 0.03);
  EXPECT_NEAR(found.forward.log_Z, known, 0.03);
  EXPECT_NEAR(found.reverse.log_Z, known, 0.03);
  EXPECT_NEAR(found.thermodynamic.log_Z, known, 0.03);
  EXPECT_LT(found.discretisation, 0.1);
  EXPECT_TRUE(found.reverse.agrees() && found.thermodynamic.agrees());
  EXPECT_GT(found.reverse.standard_error, 0.0065);  // of the share alone 1 / sqrt(20,000) = 0.0071
}

TEST(Evidence, IsFiniteWhereNothingOfThePriorCanBeReached) {
  const RungEnergies energies{{1, 0},
                              {{std::vector<double>(20, 1e9)}, {std::vector<double>(20, 1e9)}}};
  EXPECT_NEAR(evidence(energies).log_Z, -1e9, 1);
}

TEST(Evidence, AgreesWithItselfOnAGoodLadder) {
  const auto found = evidence(exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0}, 4000));
  EXPECT_TRUE(found.forward.agrees());
  EXPECT_TRUE(found.reverse.agrees());
  EXPECT_TRUE(found.thermodynamic.agrees());
}

TEST(Evidence, DisagreesWithAnotherDistribution) {
  auto energies = exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0}, 10'000);
  for (double& U : energies.energy[0][0]) U *= 3;  // a target that has not been reached
  const auto found = evidence(energies);
  EXPECT_FALSE(found.forward.agrees() && found.reverse.agrees() && found.thermodynamic.agrees());
}

// A cold rung that hasn't seen its rare high energies: the reverse way comes out too high, as it
// does on any good ladder with a heavy tail, and says nothing against the answer. Too low it does.
TEST(Evidence, TheReverseWayMayBeTooHighButNotTooLow) {
  const auto energies = exact_ladder({1, 0.7, 0.4, 0.2, 0.1, 0}, 4000);
  auto without_tail = energies, with_more = energies;
  for (double& U : without_tail.energy[0][0]) U = std::min(U, 0.4);
  for (double& U : with_more.energy[0][0]) U += U > 1 ? 6 : 0;
  const auto high = evidence(without_tail).reverse, low = evidence(with_more).reverse;
  EXPECT_GT(high.gap, high.allowed_gap);
  EXPECT_TRUE(high.agrees());
  EXPECT_LT(low.gap, -low.allowed_gap);
  EXPECT_FALSE(low.agrees());
}

}  // namespace
}  // namespace temper
