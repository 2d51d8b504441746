#include "net/rows.h"

#include <gtest/gtest.h>

#include <vector>

#include "simd_paths.h"

namespace temper {
namespace {

using Rows = OnEachSimdPath;

/// 0.5, 1.5, …: sums of a few hundred are exact in float32.
std::vector<float> steps(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i) + 0.5F;
  return values;
}

TEST_P(Rows, FillRepeatsARow) {
  for (const std::size_t width : {1u, 3u, 17u})
    for (const std::size_t n : {1u, 2u, 7u}) {
      std::vector<float> rows(n * width, -1);
      fill_rows(steps(width), rows);
      for (std::size_t i = 0; i < rows.size(); ++i)
        ASSERT_EQ(rows[i], steps(width)[i % width]) << n << " x " << width << " at " << i;
    }
}

// Widths and numbers of rows around a vector and around what is added together.
TEST_P(Rows, AddGoesDownTheColumns) {
  for (const std::size_t width : {1u, 3u, 16u, 37u})
    for (const std::size_t n : {1u, 16u, 17u, 40u}) {
      const std::vector<float> rows = steps(n * width);
      std::vector<float> sum(width, 2), expected(width, 2);
      for (std::size_t i = 0; i < rows.size(); ++i) expected[i % width] += rows[i];
      add_rows(rows, sum);
      ASSERT_EQ(sum, expected) << n << " x " << width;
    }
}

TEST_P(Rows, MultiplyIsElementByElement) {
  for (const std::size_t n : {1u, 16u, 35u}) {
    std::vector<float> values(n, 2), expected = steps(n);
    multiply(values, expected);
    for (float& value : expected) value *= 2;
    ASSERT_EQ(values, expected) << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Simd, Rows, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         name_of_path);

}  // namespace
}  // namespace temper
