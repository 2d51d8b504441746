#include "random/shuffle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace temper {
namespace {

std::vector<std::uint32_t> shuffled(std::uint32_t n, std::uint32_t epoch) {
  std::vector<std::uint32_t> images(n);
  Shuffle(n, {1, Stream::data_order, 0, epoch, 0}).images(0, images);
  return images;
}

TEST(Shuffle, IsAPermutation) {
  for (const auto n : {1u, 2u, 3u, 4u, 5u, 31u, 32u, 33u, 1000u, 1024u, 1025u, 60000u, 65536u}) {
    std::vector<std::uint32_t> all(n);
    std::iota(all.begin(), all.end(), 0u);
    for (std::uint32_t epoch = 0; epoch < 5; ++epoch) {
      auto images = shuffled(n, epoch);
      std::sort(images.begin(), images.end());
      EXPECT_EQ(images, all) << "n = " << n << ", epoch " << epoch;
    }
  }
}

TEST(Shuffle, DependsOnNothingButKeyAndPosition) {
  const auto all = shuffled(1000, 3);
  const Shuffle same(1000, {1, Stream::data_order, 0, 3, 0});
  for (const std::uint32_t first : {0u, 1u, 37u, 936u}) {
    std::vector<std::uint32_t> some(64);
    same.images(first, some);
    EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin() + first)) << "first " << first;
  }
}

/// Standard score of chi-square with many degrees of freedom (Wilson & Hilferty 1931).
double chi_square_z(const std::vector<double>& count, double expected, double degrees) {
  double chi_square = 0;
  for (const double observed : count)
    chi_square += (observed - expected) * (observed - expected) / expected;
  const double variance = 2 / (9 * degrees);
  return (std::cbrt(chi_square / degrees) - (1 - variance)) / std::sqrt(variance);
}

/// How evenly the images of two positions are spread over all ordered pairs, over many keys.
double pair_z(std::uint32_t n, std::uint32_t position_1, std::uint32_t position_2) {
  const std::uint32_t n_keys = 200 * n * (n - 1);
  std::vector<double> count(n * (n - 1), 0.0);
  for (std::uint32_t key = 0; key < n_keys; ++key) {
    const auto images = shuffled(n, key);
    const auto first = images[position_1], second = images[position_2];
    ++count[first * (n - 1) + second - (second > first)];
  }
  return chi_square_z(count, 200, n * (n - 1) - 1.0);
}

// Fixed keys. A perfect shuffle fails |z| < 4.5 for 1 in 147,000 sets of keys, in each of 14 cases.
TEST(Shuffle, SpreadsPairsEvenly) {
  for (const auto n : {2u, 3u, 4u, 5u, 8u, 12u, 19u})
    for (const auto other : {1u, n - 1})
      EXPECT_LT(std::abs(pair_z(n, 0, other)), 4.5) << "n = " << n << ", positions 0, " << other;
}

// As above; two neighbouring positions of a large set, images binned to a 50 x 50 grid.
TEST(Shuffle, SpreadsNeighboursOfALargeSetEvenly) {
  constexpr std::uint32_t n = 60000, n_bins = 50, n_keys = 500'000;
  std::vector<double> count(n_bins * n_bins, 0.0);
  for (std::uint32_t key = 0; key < n_keys; ++key) {
    std::array<std::uint32_t, 2> images;
    Shuffle(n, {1, Stream::data_order, 0, key, 0}).images(12345, images);
    ++count[images[0] / (n / n_bins) * n_bins + images[1] / (n / n_bins)];
  }
  EXPECT_LT(std::abs(chi_square_z(count, n_keys / 2500.0, 2499)), 4.5);
}

// In one shuffle, position and image are independent: the grid of (position, image) is filled
// evenly. A permutation has fixed margins, hence 49 x 49 degrees of freedom. Error as above.
TEST(Shuffle, LeavesNoTraceOfThePosition) {
  constexpr std::uint32_t n = 60000, n_bins = 50;
  for (std::uint32_t epoch = 0; epoch < 10; ++epoch) {
    const auto images = shuffled(n, epoch);
    std::vector<double> count(n_bins * n_bins, 0.0);
    for (std::uint32_t i = 0; i < n; ++i)
      ++count[i / (n / n_bins) * n_bins + images[i] / (n / n_bins)];
    EXPECT_LT(std::abs(chi_square_z(count, n / 2500.0, 49 * 49)), 4.5) << "epoch " << epoch;
  }
}

}  // namespace
}  // namespace temper
