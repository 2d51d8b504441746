#include "net/gemm.h"

#include <cblas.h>

#include "net/dot_gemm.h"

namespace temper {
namespace {

/// A threaded OpenBLAS may stand where the serial one was linked.
const bool single_threaded = [] {
  openblas_set_num_threads(1);
  return true;
}();

CBLAS_TRANSPOSE transpose_of(const Matrix& matrix) {
  return matrix.transposed ? CblasTrans : CblasNoTrans;
}

int stride_of(const Matrix& matrix) { return static_cast<int>(matrix.cols); }

/// Whether OpenBLAS would spend its time on copies of the factors.
bool suits_dot_products(const Matrix& left, const Matrix& right) {
  if (left.transposed || !right.transposed || left.cols < 256) return false;
  return left.rows <= 64 || right.rows <= 16;
}

}  // namespace

void gemm(const Matrix& left, const Matrix& right, float* result, Update update) {
  if (suits_dot_products(left, right)) return dot_gemm(left, right.transpose(), result, update);
  const auto rows = static_cast<int>(left.transposed ? left.cols : left.rows);
  const auto inner = static_cast<int>(left.transposed ? left.rows : left.cols);
  const auto cols = static_cast<int>(right.transposed ? right.rows : right.cols);
  cblas_sgemm(CblasRowMajor, transpose_of(left), transpose_of(right), rows, cols, inner, 1.0f,
              left.data, stride_of(left), right.data, stride_of(right),
              update == Update::add ? 1.0f : 0.0f, result, cols);
}

}  // namespace temper
