#pragma once
// The transpose of a matrix as a copy.

#include "net/gemm.h"

namespace temper {

/// @param matrix  not transposed
/// @param out     [matrix.cols, matrix.rows], row-major without gaps
void transpose(const MatrixView& matrix, float* out);

}  // namespace temper
