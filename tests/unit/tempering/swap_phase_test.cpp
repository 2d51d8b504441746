#include "tempering/swap_phase.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

constexpr std::uint64_t kSeed = 1;

class AlwaysAccept final : public SwapTest {
  double accept_prob(const SwapPair&) const override { return 1.0; }
};

Ladder ladder_of(std::size_t n_rungs) {
  return {Tempering::posterior, spread_temperatures(1.0, 10.0, n_rungs), {}};
}

ReplicaAt in_order(std::size_t n) {
  ReplicaAt replica_at(n);
  std::iota(replica_at.begin(), replica_at.end(), 0u);
  return replica_at;
}

// With no rejection the even-odd schedule is a conveyor belt: a replica climbs one rung a sweep and
// waits one sweep at each end. R sweeps reverse the ladder, 2 R bring every replica home.
TEST(SwapPhase, ConveyorBeltReversesThenComesHome) {
  for (const std::size_t n_rungs : {2u, 3u, 8u, 9u}) {
    const std::vector<double> energy(n_rungs, 0.0);
    const ReplicaAt home = in_order(n_rungs), reversed(home.rbegin(), home.rend());
    ReplicaAt replica_at = home;
    for (std::uint32_t sweep = 0; sweep < 2 * n_rungs; ++sweep) {
      if (sweep == n_rungs) {
        EXPECT_EQ(replica_at, reversed) << "R = " << n_rungs;
      }
      replica_at = exact_swaps(ladder_of(n_rungs), AlwaysAccept{}, PairSchedule::even_odd, energy,
                               replica_at, {kSeed, sweep})
                       .replica_at;
    }
    EXPECT_EQ(replica_at, home) << "R = " << n_rungs;
  }
}

TEST(SwapPhase, EvenPairsInEvenSweepsAndOddPairsInOddOnes) {
  const std::vector<double> energy(5, 0.0);
  const auto lower_rungs = [&](std::uint32_t sweep) {
    std::vector<std::uint32_t> lower;
    for (const auto& swap : exact_swaps(ladder_of(5), AlwaysAccept{}, PairSchedule::even_odd,
                                        energy, in_order(5), {kSeed, sweep})
                                .swaps)
      lower.push_back(swap.colder_rung);
    return lower;
  };
  EXPECT_EQ(lower_rungs(0), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(lower_rungs(1), (std::vector<std::uint32_t>{1, 3}));
}

TEST(SwapPhase, CopiesNeverExchange) {
  const std::size_t n_rungs = 3, n_copies = 2;
  const std::vector<double> energy(n_rungs * n_copies, 0.0);
  ReplicaAt replica_at = in_order(n_rungs * n_copies);
  for (std::uint32_t sweep = 0; sweep < 7; ++sweep) {
    const auto phase = exact_swaps(ladder_of(n_rungs), AlwaysAccept{}, PairSchedule::even_odd,
                                   energy, replica_at, {kSeed, sweep});
    replica_at = phase.replica_at;
    EXPECT_EQ(phase.swaps.size(), 2u);  // one pair in each copy
    for (std::size_t place = 0; place < replica_at.size(); ++place)
      EXPECT_EQ(replica_at[place] / n_rungs, place / n_rungs);
  }
}

class TossACoin final : public SwapTest {
  double accept_prob(const SwapPair&) const override { return 0.5; }
};

// 20 pairs in each of 100 sweeps. With a coin of its own each pair is accepted in half of the
// sweeps and independently of its neighbour: two counts agree by chance in 1 of 2 sweeps, 50 ± 5.
// One coin for all would make them agree in all.
TEST(SwapPhase, EveryPairTossesACoinOfItsOwn) {
  const std::size_t n_rungs = 40, n_sweeps = 100;
  const std::vector<double> energy(n_rungs, 0.0);
  std::vector<std::size_t> agrees(n_rungs / 2 - 1);
  for (std::uint32_t sweep = 0; sweep < 2 * n_sweeps; sweep += 2) {
    const auto swaps = exact_swaps(ladder_of(n_rungs), TossACoin{}, PairSchedule::even_odd, energy,
                                   in_order(n_rungs), {kSeed, sweep})
                           .swaps;
    for (std::size_t i = 0; i + 1 < swaps.size(); ++i)
      agrees[i] += swaps[i].accepted == swaps[i + 1].accepted;
  }
  for (const auto n : agrees) EXPECT_NEAR(static_cast<double>(n), 50, 25);  // 5 sd
}

TEST(SwapPhase, MetropolisAgreesWithTheHandWorkedRatio) {
  // (beta_0 - beta_1)(E at rung 0 - E at rung 1) = (1 - 0.1)(2 - 5) = -2.7
  const auto phase = exact_swaps(ladder_of(2), *make_swap_test("exact"), PairSchedule::even_odd,
                                 {2.0, 5.0}, {0, 1}, {kSeed, 0});
  ASSERT_EQ(phase.swaps.size(), 1u);
  EXPECT_NEAR(phase.swaps[0].accept_prob, std::exp(-2.7), 1e-15);
}

TEST(SwapPhase, EnergiesBelongToReplicasNotToRungs) {
  // Replica 1 stands on rung 0: its energy, 5, is the colder one's, so the exchange is certain.
  const auto phase = exact_swaps(ladder_of(2), *make_swap_test("exact"), PairSchedule::even_odd,
                                 {2.0, 5.0}, {1, 0}, {kSeed, 0});
  EXPECT_EQ(phase.swaps[0].accept_prob, 1.0);
  EXPECT_EQ(phase.replica_at, (ReplicaAt{0, 1}));
}

TEST(SwapPhase, AtZeroTemperatureOnlyTheLowerEnergyStays) {
  const Ladder ladder{Tempering::posterior, {0.0, 1.0}, {}};
  const auto accept_prob = [&](double lower, double upper) {
    return exact_swaps(ladder, *make_swap_test("exact"), PairSchedule::even_odd, {lower, upper},
                       {0, 1}, {kSeed, 0})
        .swaps[0]
        .accept_prob;
  };
  EXPECT_EQ(accept_prob(2.0, 1.0), 1.0);
  EXPECT_EQ(accept_prob(1.0, 2.0), 0.0);
  EXPECT_EQ(accept_prob(1.0, 1.0), 1.0);
}

TEST(SwapPhase, NoneProposesNothing) {
  const auto phase = exact_swaps(ladder_of(4), AlwaysAccept{}, PairSchedule::none,
                                 {1.0, 2.0, 3.0, 4.0}, in_order(4), {kSeed, 0});
  EXPECT_TRUE(phase.swaps.empty());
  EXPECT_EQ(phase.replica_at, in_order(4));
}

// P(all 40 coins alike) = 2^-39.
TEST(SwapPhase, StochasticScheduleTossesACoin) {
  int n_even = 0;
  for (std::uint32_t sweep = 0; sweep < 40; ++sweep)
    n_even += exact_swaps(ladder_of(3), AlwaysAccept{}, PairSchedule::stochastic_even_odd,
                          {0.0, 0.0, 0.0}, in_order(3), {kSeed, sweep})
                  .swaps[0]
                  .colder_rung == 0;
  EXPECT_GT(n_even, 0);
  EXPECT_LT(n_even, 40);
}

TEST(SwapPhase, RungOfIsTheInverseOfReplicaAt) {
  EXPECT_EQ(rung_of({2, 0, 1, 3, 5, 4}, 3), (std::vector<std::int32_t>{1, 2, 0, 0, 2, 1}));
}

}  // namespace
}  // namespace temper
