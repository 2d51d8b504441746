#include "net/gemm.h"

#include <cblas.h>

#include <array>
#include <string_view>

#include "net/dot_gemm.h"
#include "net/transpose.h"

namespace temper {
namespace {

#ifdef OPENBLAS_VERSION
/// A threaded OpenBLAS may stand where the serial one was linked.
const bool single_threaded = [] {
  openblas_set_num_threads(1);
  return true;
}();

std::string_view blas_core() { return openblas_get_corename(); }
#else
std::string_view blas_core() { return "unknown"; }  // of another BLAS; its threads are its user's
#endif

CBLAS_TRANSPOSE transpose_of(const MatrixView& matrix) {
  return matrix.transposed ? CblasTrans : CblasNoTrans;
}

int stride_of(const MatrixView& matrix) { return static_cast<int>(matrix.cols); }

// Where the right factor alone is transposed OpenBLAS copies both of them in pieces. For long dot
// products of few rows or for few columns that takes longer than the product.
bool suits_dot_products(const MatrixView& left, const MatrixView& right) {
  if (left.transposed || !right.transposed || left.cols < 256) return false;
  return left.rows <= 64 || right.rows <= 64;
}

/// OpenBLAS multiplies small matrices without copies on machines with AVX-512, but not these.
const bool copies_small_ones = [] {
  const auto core = blas_core();
  return core == "SkylakeX" || core == "Cooperlake" || core == "Sapphirerapids";
}();

constexpr std::size_t most_values = 10'000;

bool suits_a_transpose(const MatrixView& left, const MatrixView& right) {
  if (left.transposed || !right.transposed || !copies_small_ones) return false;
  return right.rows >= 13 && right.rows * right.cols <= most_values;
}

}  // namespace

void gemm(const MatrixView& left, const MatrixView& right, float* result, Update update) {
  if (suits_dot_products(left, right)) return dot_gemm(left, right.transpose(), result, update);
  if (suits_a_transpose(left, right)) {
    alignas(64) std::array<float, most_values> copy;
    transpose(right.transpose(), copy.data());
    return gemm(left, {copy.data(), right.cols, right.rows}, result, update);
  }
  const auto rows = static_cast<int>(left.transposed ? left.cols : left.rows);
  const auto inner = static_cast<int>(left.transposed ? left.rows : left.cols);
  const auto cols = static_cast<int>(right.transposed ? right.rows : right.cols);
  cblas_sgemm(CblasRowMajor, transpose_of(left), transpose_of(right), rows, cols, inner, 1.0f,
              left.data, stride_of(left), right.data, stride_of(right),
              update == Update::add ? 1.0f : 0.0f, result, cols);
}

}  // namespace temper
