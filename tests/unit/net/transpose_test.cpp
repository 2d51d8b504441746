#include "net/transpose.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "simd_paths.h"

namespace temper {
namespace {

using Transpose = OnEachSimdPath;

// Sizes on both sides of a block of four.
TEST_P(Transpose, SwapsRowsAndColumns) {
  for (const std::size_t rows : {1u, 3u, 4u, 9u})
    for (const std::size_t cols : {1u, 4u, 6u, 11u}) {
      std::vector<float> values(rows * cols), out(rows * cols, -1);
      std::iota(values.begin(), values.end(), 0.0F);
      transpose({values.data(), rows, cols}, out.data());
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < cols; ++j)
          ASSERT_EQ(out[j * rows + i], values[i * cols + j]) << rows << " x " << cols;
    }
}

INSTANTIATE_TEST_SUITE_P(Simd, Transpose, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         name_of_path);

}  // namespace
}  // namespace temper
