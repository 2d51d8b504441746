#include "kernel/metropolis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace temper {
namespace {

struct Tossed {
  int n_accepted = 0;
  StepSums sums;
};

Tossed toss(double log_ratio, int n) {
  Tossed tossed;
  Rng coin({1, Stream::synthetic});
  for (int i = 0; i < n; ++i) tossed.n_accepted += accept(log_ratio, coin, tossed.sums) ? 1 : 0;
  return tossed;
}

/// A step that is too large ends there: it must not be taken for the end of a replica.
TEST(Metropolis, WhatIsNotFiniteIsRejected) {
  for (const double log_ratio :
       {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()}) {
    const auto tossed = toss(log_ratio, 100);
    EXPECT_EQ(tossed.n_accepted, 0);
    EXPECT_EQ(tossed.sums.accept_prob, 0);
    EXPECT_EQ(tossed.sums.n_tests, 100U);
  }
}

TEST(Metropolis, WhatIsLikelierIsAccepted) {
  const auto tossed = toss(1e300, 100);
  EXPECT_EQ(tossed.n_accepted, 100);
  EXPECT_EQ(tossed.sums.accept_prob, 100);
}

/// Of 10,000 tosses the share is within 5 standard errors: fails for 1 seed in 1.7 million.
TEST(Metropolis, TheRestByItsRatio) {
  const double share = 0.3;
  const auto tossed = toss(std::log(share), 10'000);
  EXPECT_NEAR(tossed.n_accepted, 3000, 5 * std::sqrt(10'000 * share * (1 - share)));
  EXPECT_NEAR(tossed.sums.accept_prob, 3000, 1e-6);
}

}  // namespace
}  // namespace temper
