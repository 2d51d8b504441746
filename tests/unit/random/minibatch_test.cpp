#include "random/minibatch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace temper {
namespace {

std::vector<std::uint32_t> batch_of(const MinibatchOrder& order, std::uint32_t replica,
                                    std::uint64_t step, std::uint64_t seed = 1) {
  std::vector<std::uint32_t> batch(order.batch());
  order.indices(seed, replica, step, batch);
  return batch;
}

TEST(MinibatchOrder, AnEpochNeverRepeatsAnExample) {
  for (const auto& [n, batch] : {std::pair{1u, 1u}, {2u, 1u}, {3u, 2u}, {64u, 16u}, {1000u, 32u}}) {
    const MinibatchOrder order(n, batch, false);
    const auto per_epoch = n / batch;
    for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
      std::set<std::uint32_t> seen;
      for (std::uint64_t step = epoch * per_epoch; step < (epoch + 1) * per_epoch; ++step)
        for (const auto index : batch_of(order, 0, step)) {
          EXPECT_LT(index, n);
          EXPECT_TRUE(seen.insert(index).second) << "n = " << n << ", step " << step;
        }
      EXPECT_EQ(seen.size(), per_epoch * batch);
    }
  }
}

TEST(MinibatchOrder, SeedReplicaAndEpochChangeTheOrder) {
  for (const bool replacement : {false, true}) {
    const MinibatchOrder order(1000, 100, replacement);
    const auto batch = batch_of(order, 0, 0);
    EXPECT_EQ(batch, batch_of(order, 0, 0));
    EXPECT_NE(batch, batch_of(order, 1, 0));
    EXPECT_NE(batch, batch_of(order, 0, 10));
    EXPECT_NE(batch, batch_of(order, 0, 10ull << 32));
    EXPECT_NE(batch, batch_of(order, 0, 0, 2));
    EXPECT_NE(batch, batch_of(order, 0, 0, 1ull << 32));
  }
}

TEST(MinibatchOrder, ReplacementMayDrawMoreThanThereAre) {
  const auto batch = batch_of(MinibatchOrder(3, 50, true), 0, 0);
  EXPECT_EQ(std::set<std::uint32_t>(batch.begin(), batch.end()),
            (std::set<std::uint32_t>{0, 1, 2}));
}

// Counts of n_draws independent draws; each is binomial. Fixed seed; |z| < 5 fails for 1 seed in
// 1.7 million per count, of which there are 100.
TEST(MinibatchOrder, ReplacementIsUniform) {
  constexpr std::uint32_t n = 100, n_draws = 1'000'000;
  const MinibatchOrder order(n, 1000, true);
  std::vector<double> count(n, 0.0);
  for (std::uint64_t step = 0; step < n_draws / 1000; ++step)
    for (const auto index : batch_of(order, 0, step)) ++count[index];
  const double mean = n_draws / n, sd = std::sqrt(mean * (1 - 1.0 / n));
  for (const double observed : count) EXPECT_LT(std::abs(observed - mean), 5 * sd);
}

}  // namespace
}  // namespace temper
