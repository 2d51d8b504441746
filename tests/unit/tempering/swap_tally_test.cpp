#include "tempering/swap_tally.h"

#include <gtest/gtest.h>

#include <cmath>

namespace temper {
namespace {

Swap swap_of(double accept_prob, std::size_t n_examples, double bias, double variance) {
  return {0, 0, accept_prob, false, n_examples, accept_prob, bias, variance};
}

const std::vector<Swap> swaps = {swap_of(1, 100, 0.3, 2), swap_of(0.5, 200, -0.3, 4),
                                 swap_of(0, 600, 50, 6)};

TEST(SwapTally, WeighsBiasByWhatIsAccepted) {
  SwapTally tally;
  tally.add(swaps);
  EXPECT_EQ(tally.n_proposals(), 3u);
  EXPECT_DOUBLE_EQ(tally.mean_examples(), 300);
  EXPECT_DOUBLE_EQ(tally.mean_variance(), 4);
  EXPECT_DOUBLE_EQ(tally.bias(), (0.3 - 0.5 * 0.3) / 1.5);
  // weighted distances from the mean of 0.1: 1 * 0.2 and 0.5 * -0.4
  EXPECT_DOUBLE_EQ(tally.bias_error(), std::sqrt(0.04 + 0.04) / 1.5);
}

TEST(SwapTally, GoesOnFromWhatWasSaved) {
  SwapTally whole, first, second;
  whole.add(swaps);
  first.add({swaps[0]});
  second.restore(first.save());
  second.add({swaps[1], swaps[2]});
  EXPECT_EQ(second.save(), whole.save());
}

}  // namespace
}  // namespace temper
