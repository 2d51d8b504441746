#include "data/standardise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace temper {
namespace {

using Rows = std::vector<std::uint32_t>;

TEST(Standardise, UsesTheGivenRowsOnly) {
  const RawMatrix matrix(2, std::vector<double>{1, 10, 3, 30, 1000, -1000});
  const Scaling scaling = scaling_by_column(matrix, Rows{0, 1});
  EXPECT_EQ(scaling.mean, (std::vector<double>{2, 20}));
  EXPECT_EQ(scaling.sd, (std::vector<double>{1, 10}));

  std::vector<float> out(4);
  write_rows(matrix, Rows{1, 2}, scaling, out);
  EXPECT_EQ(out, (std::vector<float>{1, 1, 998, -102}));
}

TEST(Standardise, AColumnThatNeverChangesKeepsItsUnit) {
  const RawMatrix matrix(1, std::vector<double>(1001, 0.1));
  Rows rows(1001);
  std::iota(rows.begin(), rows.end(), 0u);
  EXPECT_EQ(scaling_by_column(matrix, rows).sd[0], 1);
  EXPECT_EQ(scaling_of_all(matrix, rows).sd[0], 1);
}

TEST(Standardise, LosesNoDigitsToALargeMean) {
  std::vector<double> times;  // in seconds since 1970
  for (int i = 0; i < 1000; ++i) times.push_back(1.7e9 + i % 2);
  Rows rows(1000);
  std::iota(rows.begin(), rows.end(), 0u);
  const RawMatrix matrix(1, times);
  const Scaling scaling = scaling_by_column(matrix, rows);
  EXPECT_DOUBLE_EQ(scaling.sd[0], 0.5);
  std::vector<float> out(2);
  write_rows(matrix, Rows{0, 1}, scaling, out);
  EXPECT_EQ(out, (std::vector<float>{-1, 1}));
}

TEST(Standardise, ImagesHaveOneMeanAndSdAlthoughPixelsAreConstant) {
  const RawMatrix matrix(2, std::vector<std::uint8_t>{0, 255, 0, 0}, 1.0 / 255);  // 0 1 0 0
  const Scaling scaling = scaling_of_all(matrix, Rows{0, 1});
  EXPECT_DOUBLE_EQ(scaling.mean[0], 0.25);
  EXPECT_DOUBLE_EQ(scaling.sd[1], std::sqrt(3) / 4);
}

TEST(Standardise, WithoutScalingNumbersStayThemselves) {
  std::vector<float> out(2);
  write_rows(RawMatrix(2, std::vector<float>{3, 4}), Rows{0}, {}, out);
  EXPECT_EQ(out, (std::vector<float>{3, 4}));
}

}  // namespace
}  // namespace temper
