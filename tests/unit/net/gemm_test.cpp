#include "net/gemm.h"

#include <gtest/gtest.h>

#include "unit/net/random_floats.h"

namespace temper {
namespace {

/// Element (i, j) of what the product sees.
double at(const MatrixView& matrix, std::size_t i, std::size_t j) {
  return matrix.transposed ? matrix.data[j * matrix.cols + i] : matrix.data[i * matrix.cols + j];
}

double inner_product(const MatrixView& left, const MatrixView& right, std::size_t i, std::size_t j,
                     std::size_t inner) {
  double sum = 0;
  for (std::size_t k = 0; k < inner; ++k) sum += at(left, i, k) * at(right, k, j);
  return sum;
}

// Sums of up to 300 float32 products of order 1: 5e-5 is a dozen roundings of the largest. Where
// the right factor alone is transposed, the long ones are dot products and the short ones take a
// copy.
TEST(Gemm, MultipliesEveryKindOfTransposes) {
  constexpr std::size_t m = 11, n = 14;
  for (const std::size_t inner : {37u, 300u}) {
    const Floats a = random_floats(m * inner, 2, 0), b = random_floats(inner * n, 2, 1);
    for (const MatrixView& left :
         {MatrixView{a.data(), m, inner}, MatrixView{a.data(), inner, m, true}})
      for (const MatrixView& right :
           {MatrixView{b.data(), inner, n}, MatrixView{b.data(), n, inner, true}})
        for (const Update update : {Update::assign, Update::add}) {
          Floats result(m * n, 3.0f);
          gemm(left, right, result.data(), update);
          const double start = update == Update::add ? 3 : 0;
          for (std::size_t i = 0; i < m; ++i)
            for (std::size_t j = 0; j < n; ++j)
              EXPECT_NEAR(result[i * n + j], start + inner_product(left, right, i, j, inner), 5e-5);
        }
  }
}

}  // namespace
}  // namespace temper
