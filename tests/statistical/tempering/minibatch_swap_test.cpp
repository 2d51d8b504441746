// Statistical: exchanges tested on minibatches leave the posteriors of a regression unchanged.
//
// 256 examples, two parameters, rungs at T = 1 and 1.5. Each of 40,000 replicates starts from exact
// draws, exchanges once, and is compared with the exact moments: on each rung the squared distance
// from the mean, and between the rungs the product of deviations. Fixed seed. |z| < 4.5 fails a
// correct test for one seed in 147,000 a comparison, three a test.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/floats.h"
#include "potential/analytic.h"
#include "potential/potentials.h"
#include "random/rng.h"
#include "statistical/as_word.h"
#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

constexpr double limit = 4.5;
constexpr std::uint32_t n_replicates = 40'000;
constexpr std::size_t n_points = 256;
const Ladder ladder{Tempering::posterior, {1.0, 1.5}, {}};

struct Score {
  double n = 0, sum = 0, square = 0;
  void add(double value) {
    n += 1;
    sum += value;
    square += value * value;
  }
  double z() const { return sum / std::sqrt(square - sum * sum / n); }
};

using Rungs = std::array<Floats, 2>;
using Examples = std::vector<std::uint32_t>;

class Regression {
 public:
  Regression()
      : potential_(potentials()
                       .find("linear-regression")
                       ->make(Section::of("potential", "points = 256\ndim = 2"))),
        analytic_(dynamic_cast<AnalyticPotential&>(*potential_)) {}

  Rungs draw(Rng& rng) const {
    Rungs thetas = {Floats(2), Floats(2)};
    for (std::size_t rung = 0; rung < 2; ++rung)
      analytic_.draw(ladder.target(rung), thetas[rung], rng);
    return thetas;
  }

  std::vector<double> energies(const Floats& theta, const Examples& examples) {
    std::vector<double> energies(examples.size());
    potential_->pointwise(theta, examples, energies);
    return energies;
  }

  /// As the engine does: the first examples of a shuffle, twice as many as long as it takes.
  EnergyDifference difference(const SwapTest& test, const Rungs& thetas, const Examples& shuffle) {
    DifferenceEstimate estimate(potential_->prior_energy(thetas[0]) -
                                potential_->prior_energy(thetas[1]));
    std::size_t n_seen = 0;
    for (auto n = test.first_batch().value_or(n_points);; n = std::min(2 * n, n_points)) {
      const Examples more(shuffle.begin() + static_cast<std::ptrdiff_t>(n_seen),
                          shuffle.begin() + static_cast<std::ptrdiff_t>(n));
      estimate.add(energies(thetas[0], more), energies(thetas[1], more));
      n_seen = n;
      const auto difference = estimate.estimate(n_points);
      if (n == n_points || !test.needs_more({ladder.beta(0), ladder.beta(1), difference}))
        return difference;
    }
  }

  /// Each replica on a minibatch of its own.
  EnergyDifference apart(const Rungs& thetas, const Examples& shuffle, std::size_t n) {
    const auto middle = shuffle.begin() + static_cast<std::ptrdiff_t>(n);
    const auto sum = [&](const Floats& theta, const Examples& examples) {
      double total = 0;
      for (const double energy : energies(theta, examples)) total += energy;
      return total;
    };
    const double change = sum(thetas[0], {shuffle.begin(), middle}) -
                          sum(thetas[1], {middle, middle + static_cast<std::ptrdiff_t>(n)});
    return {.mean = static_cast<double>(n_points) / static_cast<double>(n) * change};
  }

  void compare(const Rungs& thetas, std::array<Score, 3>& scores) const {
    const std::array truth = {analytic_.known(ladder.target(0)).value(),
                              analytic_.known(ladder.target(1)).value()};
    std::array<double, 3> sum{};
    for (std::size_t i = 0; i < 2; ++i) {
      const double cold = thetas[0][i] - truth[0].mean[i], hot = thetas[1][i] - truth[1].mean[i];
      sum[0] += cold * cold / truth[0].variance[i] - 1;
      sum[1] += hot * hot / truth[1].variance[i] - 1;
      sum[2] += cold * hot;
    }
    for (std::size_t k = 0; k < 3; ++k) scores[k].add(sum[k]);
  }

 private:
  std::unique_ptr<Potential> potential_;
  const AnalyticPotential& analytic_;
};

Examples shuffled(Rng& rng) {
  Examples examples(n_points);
  for (std::uint32_t i = 0; i < n_points; ++i) examples[i] = i;
  for (std::uint32_t i = n_points - 1; i > 0; --i)
    std::swap(examples[i], examples[rng.below(i + 1)]);
  return examples;
}

using Look = std::function<EnergyDifference(Regression&, const Rungs&, const Examples&)>;

/// The largest |z| after an exchange that `test` decides by what `look` sees, and the mean share of
/// the examples that it saw.
struct Outcome {
  double worst = 0;
  double share_seen = 0;
};

Outcome exchange_all(const SwapTest& test, const Look& look) {
  Regression regression;
  std::array<Score, 3> scores;
  Outcome outcome;
  for (std::uint32_t replicate = 0; replicate < n_replicates; ++replicate) {
    Rng rng({11, Stream::kernel, 0, replicate});
    auto thetas = regression.draw(rng);
    const auto difference = look(regression, thetas, shuffled(rng));
    const Proposal proposal{0, 0, 0, 0, 1};
    if (swap_phase(ladder, test, {proposal}, {difference}, {0, 1}, {5, replicate})
            .swaps[0]
            .accepted)
      std::swap(thetas[0], thetas[1]);
    regression.compare(thetas, scores);
    outcome.share_seen += static_cast<double>(difference.n_examples) / n_points / n_replicates;
  }
  for (const auto& score : scores) outcome.worst = std::max(outcome.worst, std::abs(score.z()));
  return outcome;
}

Outcome exchange_by(const SwapTest& test) {
  return exchange_all(test, [&](Regression& regression, const auto& thetas, const auto& shuffle) {
    return regression.difference(test, thetas, shuffle);
  });
}

class MinibatchSwaps : public ::testing::TestWithParam<std::string> {};

TEST_P(MinibatchSwaps, LeaveBothPosteriorsUnchanged) {
  const bool has_batch = takes_batch(GetParam());
  const auto test = make_swap_test(GetParam(), has_batch ? "batch = 64" : "");
  const auto outcome = exchange_by(*test);
  EXPECT_LT(outcome.worst, limit);
  if (has_batch) {
    EXPECT_LT(outcome.share_seen, 0.8);
  }
}

INSTANTIATE_TEST_SUITE_P(Registry, MinibatchSwaps, ::testing::ValuesIn(swap_tests().names()),
                         AsWord());

/// Wrong on purpose: corrected, but without its correction.
class Uncorrected final : public SwapTest {
  std::optional<std::size_t> first_batch() const override { return 64; }
  double accept_prob(const SwapPair& pair) const override {
    return std::exp(std::min(0.0, pair.beta_gap() * pair.difference.mean));
  }
};

TEST(MinibatchSwaps, CatchTheLogNormalCorrectionLeftOut) {
  const auto outcome = exchange_by(Uncorrected{});
  EXPECT_GT(outcome.worst, 2 * limit);
}

TEST(MinibatchSwaps, CatchMinibatchEnergiesUsedAsExact) {
  const auto test = make_swap_test("exact");
  const auto outcome =
      exchange_all(*test, [](Regression& regression, const auto& thetas, const auto& shuffle) {
        return regression.apart(thetas, shuffle, 64);
      });
  EXPECT_GT(outcome.worst, 2 * limit);
}

/// Wrong on purpose: barker, but a logistic on top of the noise that is there already.
class NoiseTwice final : public SwapTest {
  std::optional<std::size_t> first_batch() const override { return 64; }
  double accept_prob(const SwapPair& pair) const override {
    return 1 / (1 + std::exp(-pair.beta_gap() * pair.difference.mean));
  }
};

TEST(MinibatchSwaps, CatchTheNoiseOfTheEstimateAddedToTheLogistic) {
  const auto outcome = exchange_by(NoiseTwice{});
  EXPECT_GT(outcome.worst, 2 * limit);
}

/// ln of the ratio of mean acceptances there and back, less the exact log ratio, and what the test
/// itself says of it, over choices of `n` from 400 differences as skew as an exponential's.
struct Imbalance {
  double truth = 0, stated = 0;
};

Imbalance imbalance(const SwapTest& test, double log_ratio, std::uint32_t n, double spread) {
  constexpr std::uint32_t N = 400, n_choices = 160'000;
  std::vector<double> differences(N);
  const std::vector<double> zeros(n, 0.0);
  for (std::uint32_t i = 0; i < N; ++i)
    differences[i] = log_ratio / N - spread * (std::log((i + 0.5) / N) + 1);
  Imbalance imbalance;
  double there = 0, back = 0;
  for (std::uint32_t choice = 0; choice < n_choices; ++choice) {
    Rng rng({13, Stream::kernel, 0, choice});
    for (std::uint32_t i = 0; i < n; ++i)
      std::swap(differences[i], differences[i + rng.below(N - i)]);
    const auto seen = std::span<const double>(differences).first(n);
    DifferenceEstimate forth, reverse;
    forth.add(seen, zeros);
    reverse.add(zeros, seen);
    const SwapPair pair{1, 0, forth.estimate(N)};
    there += test.accept_prob(pair);
    back += test.accept_prob({1, 0, reverse.estimate(N)});
    imbalance.stated += test.bias(pair) / n_choices;
  }
  imbalance.truth = std::log(there / back) - log_ratio;
  return imbalance;
}

void expect_within_a_factor_of_two(const Imbalance& imbalance) {
  EXPECT_GT(imbalance.stated / imbalance.truth, 0.5);
  EXPECT_LT(imbalance.stated / imbalance.truth, 2);
}

// The standard error of the truth is some 0.001.
TEST(MinibatchSwaps, StateTheirBiasToAFactorOfTwo) {
  expect_within_a_factor_of_two(imbalance(*make_swap_test("corrected"), 1, 100, 0.06));
  expect_within_a_factor_of_two(imbalance(*make_swap_test("corrected"), 1, 32, 0.01));
  expect_within_a_factor_of_two(imbalance(*make_swap_test("barker"), 3, 32, 0.008));
  expect_within_a_factor_of_two(imbalance(*make_swap_test("barker"), -3, 32, 0.008));
}

}  // namespace
}  // namespace temper
