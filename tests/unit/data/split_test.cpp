#include "data/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

/// `sizes[k]` examples of class k, mixed.
RawData classes_of(const std::vector<int>& sizes) {
  RawData raw;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    raw.labels.of.insert(raw.labels.of.end(), static_cast<std::size_t>(sizes[k]),
                         static_cast<std::int32_t>(k));
    raw.labels.class_names.push_back(std::to_string(k));
  }
  raw.inputs = RawMatrix(1, std::vector<double>(raw.labels.of.size()));
  return raw;
}

std::vector<std::size_t> counts_of(const std::vector<std::uint32_t>& rows, const RawData& raw) {
  std::vector<std::size_t> counts(raw.labels.class_names.size());
  for (const auto row : rows) ++counts[static_cast<std::size_t>(raw.labels.of[row])];
  return counts;
}

void expect_partition(const Split& split, std::size_t n) {
  std::vector<std::uint32_t> all;
  for (const auto& part : split) {
    EXPECT_TRUE(std::is_sorted(part.begin(), part.end()));
    all.insert(all.end(), part.begin(), part.end());
  }
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), n);
  for (std::uint32_t i = 0; i < n; ++i) EXPECT_EQ(all[i], i);
}

TEST(Split, DealsEveryClassInProportion) {
  const RawData raw = classes_of({100, 50, 10});
  const Split split = split_rows(raw, {0.7, 0.2, 0.1}, 1);
  expect_partition(split, 160);
  EXPECT_EQ(counts_of(split[0], raw), (std::vector<std::size_t>{70, 35, 7}));
  EXPECT_EQ(counts_of(split[1], raw), (std::vector<std::size_t>{20, 10, 2}));
  EXPECT_EQ(counts_of(split[2], raw), (std::vector<std::size_t>{10, 5, 1}));
}

TEST(Split, IsRightToWithinOneExampleWhateverTheSize) {
  for (int size = 1; size < 40; ++size) {
    const RawData raw = classes_of({size, 41});
    const Split split = split_rows(raw, {0.6, 0.3, 0.1}, 5);
    expect_partition(split, static_cast<std::size_t>(size) + 41);
    EXPECT_GE(counts_of(split[0], raw)[0], 1u);
    EXPECT_LE(std::abs(static_cast<double>(counts_of(split[1], raw)[0]) - 0.3 * size), 1);
    EXPECT_LE(std::abs(static_cast<double>(counts_of(split[2], raw)[0]) - 0.1 * size), 1);
  }
}

// 1,000 classes of 3: each gives validation its one example with probability 0.3 on average.
// Binomial, sd 14.5; |z| < 4.5 fails for 1 seed in 147,000.
TEST(Split, SmallClassesAreShortOfNoPartOnAverage) {
  const RawData raw = classes_of(std::vector<int>(1000, 3));
  const Split split = split_rows(raw, {0.8, 0.1, 0.1}, 1);
  EXPECT_NEAR(static_cast<double>(split[1].size()), 300, 4.5 * 14.5);
  EXPECT_NEAR(static_cast<double>(split[2].size()), 300, 4.5 * 14.5);
}

TEST(Split, DependsOnTheSeed) {
  const RawData raw = classes_of({50, 50});
  EXPECT_EQ(split_rows(raw, {0.8, 0.1, 0.1}, 1), split_rows(raw, {0.8, 0.1, 0.1}, 1));
  EXPECT_NE(split_rows(raw, {0.8, 0.1, 0.1}, 1), split_rows(raw, {0.8, 0.1, 0.1}, 2));
}

TEST(Split, AllMayBeForTraining) {
  const Split split = split_rows(classes_of({5, 5}), {1, 0, 0}, 1);
  EXPECT_EQ(split[0].size(), 10u);
}

TEST(Split, KeepsTheSetsOwnTestRows) {
  RawData raw = classes_of({60, 40});
  raw.n_own_test = 40;
  const Split split = split_rows(raw, {0.5, 0.25, 0.25}, 1);
  EXPECT_EQ(split[0].size(), 45u);
  EXPECT_EQ(split[1].size(), 15u);
  EXPECT_EQ(split[2].front(), 60u);
  EXPECT_EQ(split[2].size(), 40u);
}

TEST(Split, RegressionIsOneGroup) {
  RawData raw;
  raw.inputs = RawMatrix(1, std::vector<double>(200));
  const Split split = split_rows(raw, {0.8, 0.1, 0.1}, 1);
  expect_partition(split, 200);
  EXPECT_EQ(split[1].size(), 20u);
}

}  // namespace
}  // namespace temper
