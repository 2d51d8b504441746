#pragma once
// MatrixView products: the one place where the program meets a BLAS. One thread always, so that
// bits don't depend on how many there are.
//
// OpenBLAS was the fastest of OpenBLAS, Eigen and plain loops for nearly every shape measured, from
// 32 x 4 x 12 (0.15 µs; Eigen 0.18) to 128 x 784 x 256 (350 µs; Eigen, SSE2, 1400), both with
// AVX-512 and with AVX2 kernels. What it does badly is told apart in gemm.cpp;
// tests/bench/README.md has the numbers.

#include <cstddef>

namespace temper {

/// A row-major matrix without gaps, or its transpose.
struct MatrixView {
  const float* data = nullptr;
  std::size_t rows = 0;  ///< as stored
  std::size_t cols = 0;
  bool transposed = false;

  MatrixView transpose() const { return {data, rows, cols, !transposed}; }
};

enum class Update { assign, add };

/// Takes the BLAS's working memory now. Throws IoError if there is too little: it would ask for it
/// again and again, for ever, at the first product.
void prepare_gemm();

/// result = left right, or result += left right. `result` is row-major without gaps.
/// Requires that the inner sizes agree and that `result` overlaps neither factor.
void gemm(const MatrixView& left, const MatrixView& right, float* result, Update update);

}  // namespace temper
