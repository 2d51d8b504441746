#pragma once
// The product of a matrix and a transpose, both of whose rows are contiguous: every element is a
// dot product of two rows as they lie in memory. A BLAS copies its factors first, which only pays
// if many rows share the copy.

#include "net/gemm.h"

namespace temper {

/// result[i, j] = (or +=) sum_k left[i, k] right[j, k]. Requires that neither is transposed. The
/// bits of an element depend on its two rows and the instruction set only.
void dot_gemm(const MatrixView& left, const MatrixView& right, float* result, Update update);

}  // namespace temper
