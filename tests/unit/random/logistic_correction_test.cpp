#include "random/logistic_correction.h"

#include <gtest/gtest.h>

#include <cmath>

namespace temper {
namespace {

TEST(LogisticCorrection, CompletesANormalToALogistic) {
  EXPECT_LT(LogisticCorrection(std::sqrt(0.5)).error(), 1e-5);
  EXPECT_LT(LogisticCorrection(1).error(), 3e-4);
}

// The logistic's variance is pi²/3. 100,000 draws: each score is beyond 4.5 for one good seed in
// 147,000.
TEST(LogisticCorrection, DrawsHaveTheMissingVariance) {
  constexpr int n_draws = 100'000;
  const LogisticCorrection correction(std::sqrt(0.5));
  Rng rng({3, Stream::kernel});
  double sum = 0, squares = 0, fourth = 0;
  for (int i = 0; i < n_draws; ++i) {
    const double x = correction.draw(rng);
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  const double variance = std::pow(std::acos(-1), 2) / 3 - 0.5;
  const double sd_of_square = std::sqrt(fourth / n_draws - variance * variance);
  EXPECT_LT(std::abs(sum / std::sqrt(n_draws * variance)), 4.5);
  EXPECT_LT(std::abs((squares / n_draws - variance) / sd_of_square * std::sqrt(n_draws)), 4.5);
}

}  // namespace
}  // namespace temper
