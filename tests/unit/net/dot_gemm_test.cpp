#include "net/dot_gemm.h"

#include <gtest/gtest.h>

#include "simd_paths.h"
#include "unit/net/random_floats.h"

namespace temper {
namespace {

double dot(const float* a, const float* b, std::size_t n) {
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += double{a[k]} * b[k];
  return sum;
}

using DotGemm = OnEachSimdPath;

// Whole tiles and cut ones in both directions, inner sizes around a vector. 1e-5 is ten roundings
// of the largest sum of up to 67 products of order 1.
TEST_P(DotGemm, AgreesWithFloat64) {
  for (const std::size_t rows : {1u, 4u, 7u})
    for (const std::size_t cols : {1u, 3u, 8u, 10u})
      for (const std::size_t inner : {1u, 15u, 16u, 67u})
        for (const Update update : {Update::assign, Update::add}) {
          const Floats a = random_floats(rows * inner, 3, 0), b = random_floats(cols * inner, 3, 1);
          Floats result(rows * cols, 3.0F);
          dot_gemm({a.data(), rows, inner}, {b.data(), cols, inner}, result.data(), update);
          const double start = update == Update::add ? 3 : 0;
          for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < cols; ++j)
              ASSERT_NEAR(result[i * cols + j], start + dot(&a[i * inner], &b[j * inner], inner),
                          1e-5)
                  << rows << " x " << cols << " x " << inner << " at " << i << ", " << j;
        }
}

TEST_P(DotGemm, AnElementKnowsItsTwoRowsOnly) {
  constexpr std::size_t rows = 7, cols = 6, inner = 50;
  const Floats a = random_floats(rows * inner, 3, 0), b = random_floats(cols * inner, 3, 1);
  Floats all(rows * cols), one(1);
  dot_gemm({a.data(), rows, inner}, {b.data(), cols, inner}, all.data(), Update::assign);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < cols; ++j) {
      dot_gemm({&a[i * inner], 1, inner}, {&b[j * inner], 1, inner}, one.data(), Update::assign);
      EXPECT_EQ(one[0], all[i * cols + j]) << i << ", " << j;
    }
}

INSTANTIATE_TEST_SUITE_P(Simd, DotGemm, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         name_of_path);

}  // namespace
}  // namespace temper
