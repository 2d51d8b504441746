// Statistical: exchanging rungs must leave the joint distribution of the ladder unchanged.
//
// The target is U = x^2 / 2, so the draw on a rung of temperature T is N(0, T). Every test starts
// from exact draws, so there is no burn-in. Fixed seed; at |z| < 4.5 a correct swap phase fails a
// single comparison for 1 seed in 147,000, and each test makes at most 6.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

#include "random/rng.h"
#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

constexpr double kLimit = 4.5;

/// Moves states between rungs: new states by rung from old states by rung.
using Exchange = std::function<std::vector<double>(const Ladder&, const std::vector<double>& x,
                                                   std::uint32_t replicate)>;

std::vector<double> energies_of(const std::vector<double>& x) {
  std::vector<double> energy;
  for (const double value : x) energy.push_back(0.5 * value * value);
  return energy;
}

std::vector<double> exchange_by(const SwapTest& test, const Ladder& ladder,
                                const std::vector<double>& x, std::uint32_t replicate) {
  ReplicaAt replica_at(x.size());
  std::iota(replica_at.begin(), replica_at.end(), 0u);
  replica_at = exact_swaps(ladder, test, PairSchedule::even_odd, energies_of(x), replica_at,
                           {/*seed=*/7, replicate})
                   .replica_at;
  std::vector<double> moved;
  for (const auto replica : replica_at) moved.push_back(x[replica]);
  return moved;
}

std::vector<double> exact_draw(const Ladder& ladder, std::uint32_t replicate) {
  Rng rng({/*seed=*/3, Stream::kernel, /*index=*/0, replicate, /*step=*/0});
  std::vector<double> x;
  for (const double temperature : ladder.temperature)
    x.push_back(std::sqrt(temperature) * rng.normal());
  return x;
}

/// Largest |z| after an exchange from exact draws: over rungs of the mean of x^2, which is T, and
/// over pairs of the mean of x_k x_k+1, which is 0 (duplicates keep every marginal as it is).
double largest_z(const Ladder& ladder, const Exchange& exchange) {
  constexpr std::uint32_t n_replicates = 100'000;
  const std::size_t n_rungs = ladder.size();
  std::vector<double> square(n_rungs, 0.0), product(n_rungs - 1, 0.0);
  for (std::uint32_t replicate = 0; replicate < n_replicates; ++replicate) {
    const auto x = exchange(ladder, exact_draw(ladder, replicate), replicate);
    for (std::size_t k = 0; k < n_rungs; ++k) square[k] += x[k] * x[k];
    for (std::size_t k = 0; k + 1 < n_rungs; ++k) product[k] += x[k] * x[k + 1];
  }
  const auto& T = ladder.temperature;
  const double root_n = std::sqrt(n_replicates);
  double largest = 0;
  for (std::size_t k = 0; k < n_rungs; ++k)
    largest = std::max(
        largest, root_n * std::abs(square[k] / n_replicates - T[k]) / (T[k] * std::numbers::sqrt2));
  for (std::size_t k = 0; k + 1 < n_rungs; ++k)
    largest = std::max(largest,
                       root_n * std::abs(product[k] / n_replicates) / std::sqrt(T[k] * T[k + 1]));
  return largest;
}

const Ladder kTwoRungs{Tempering::posterior, {1.0, 4.0}, {}};
const Ladder kThreeRungs{Tempering::posterior, {0.5, 1.0, 3.0}, {}};

TEST(GaussianLadder, ExactSwapsLeaveEachRungUnchanged) {
  const auto test = make_swap_test("exact");
  for (const auto& ladder : {kTwoRungs, kThreeRungs})
    EXPECT_LT(
        largest_z(ladder, [&](const auto& rungs, const auto& x,
                              auto replicate) { return exchange_by(*test, rungs, x, replicate); }),
        kLimit);
}

// The mean acceptance of two one-dimensional Gaussians is (4/pi) atan(sqrt(T_0/T_1)): twice the
// probability that the colder draw is the farther out. The standard error is below that of a coin.
TEST(GaussianLadder, MeanAcceptanceIsTheClosedForm) {
  constexpr std::uint32_t n_replicates = 100'000;
  const auto test = make_swap_test("exact");
  double sum = 0;
  for (std::uint32_t replicate = 0; replicate < n_replicates; ++replicate)
    sum += exact_swaps(kTwoRungs, *test, PairSchedule::even_odd,
                       energies_of(exact_draw(kTwoRungs, replicate)), {0, 1}, {1, 2 * replicate})
               .swaps[0]
               .accept_prob;
  const double expected = 4 / std::numbers::pi * std::atan(0.5);
  const double standard_error = std::sqrt(expected * (1 - expected) / n_replicates);
  EXPECT_LT(std::abs(sum / n_replicates - expected), kLimit * standard_error);
}

// A replica that wanders over a three-rung ladder and draws afresh on each rung has seen all rungs
// equally often in the long run: its mean of x^2 is the mean temperature. Batch means of 100
// sweeps, 400 of them, give the standard error (t with 399 degrees of freedom: 1 in 110,000).
TEST(GaussianLadder, ReplicaAveragesAreThoseOfTheWholeLadder) {
  constexpr std::uint32_t n_batches = 400, batch_length = 100;
  const auto test = make_swap_test("exact");
  ReplicaAt replica_at = {0, 1, 2};
  std::vector<double> batch_mean(n_batches, 0.0);  // of replica 0
  for (std::uint32_t sweep = 0; sweep < n_batches * batch_length; ++sweep) {
    const auto drawn = exact_draw(kThreeRungs, sweep);  // by rung
    std::vector<double> x(3);
    for (std::size_t k = 0; k < 3; ++k) x[replica_at[k]] = drawn[k];
    batch_mean[sweep / batch_length] += x[0] * x[0] / batch_length;
    replica_at = exact_swaps(kThreeRungs, *test, PairSchedule::even_odd, energies_of(x), replica_at,
                             {/*seed=*/7, sweep})
                     .replica_at;
  }
  const double mean = std::reduce(batch_mean.begin(), batch_mean.end()) / n_batches;
  double square = 0;
  for (const double value : batch_mean) square += (value - mean) * (value - mean);
  const double standard_error = std::sqrt(square / (n_batches - 1) / n_batches);
  EXPECT_LT(std::abs(mean - (0.5 + 1 + 3) / 3), kLimit * standard_error);
}

class WrongSign final : public SwapTest {
  double accept_prob(const SwapPair& pair) const override {
    return std::exp(std::min(0.0, -pair.beta_gap() * pair.difference.mean));
  }
};

TEST(GaussianLadder, CatchesASwapRatioOfTheWrongSign) {
  EXPECT_GT(largest_z(kTwoRungs,
                      [](const auto& ladder, const auto& x, auto replicate) {
                        return exchange_by(WrongSign{}, ladder, x, replicate);
                      }),
            kLimit);
}

class BetaTwice final : public SwapTest {
  double accept_prob(const SwapPair& pair) const override {
    const double gap = pair.colder_beta * pair.colder_beta - pair.hotter_beta * pair.hotter_beta;
    return std::exp(std::min(0.0, gap * pair.difference.mean));
  }
};

TEST(GaussianLadder, CatchesBetaAppliedTwice) {
  EXPECT_GT(largest_z(kTwoRungs,
                      [](const auto& ladder, const auto& x, auto replicate) {
                        return exchange_by(BetaTwice{}, ladder, x, replicate);
                      }),
            kLimit);
}

TEST(GaussianLadder, CatchesNeighboursDuplicated) {
  const auto test = make_swap_test("exact");
  const Exchange overwrite = [&](const Ladder& ladder, const std::vector<double>& x,
                                 std::uint32_t replicate) {
    auto moved = exchange_by(*test, ladder, x, replicate);
    if (moved[0] != x[0]) moved[1] = moved[0];  // the loop overwrote one side before reading it
    return moved;
  };
  EXPECT_GT(largest_z(kTwoRungs, overwrite), kLimit);
}

TEST(GaussianLadder, CatchesEnergiesOfAStaleState) {
  const auto test = make_swap_test("exact");
  const Exchange stale = [&](const Ladder& ladder, const std::vector<double>& x,
                             std::uint32_t replicate) {
    const auto moved = exchange_by(*test, ladder, exact_draw(ladder, replicate + 1), replicate);
    return moved == exact_draw(ladder, replicate + 1) ? x : std::vector<double>{x[1], x[0]};
  };
  EXPECT_GT(largest_z(kTwoRungs, stale), kLimit);
}

}  // namespace
}  // namespace temper
