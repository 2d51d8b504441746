#pragma once
// The exponentials of a softmax for many examples at once, which stand side by side so that each
// has a lane of the SIMD unit.

#include <cstddef>

namespace temper {

/// Unused examples at the end may hold anything; the pointers are aligned as Floats are.
struct SoftmaxColumns {
  /// Examples are done in multiples of so many.
  static constexpr std::size_t n_together = 16;

  std::size_t n_classes = 0;
  std::size_t rows = 0;        ///< examples, a multiple of n_together
  std::size_t stride = 0;      ///< rows or more
  float* z = nullptr;          ///< [n_classes, stride] outputs; then e^(z - largest)
  float* largest = nullptr;    ///< [rows] out: the largest z
  double* sums = nullptr;      ///< [rows] out: of the exponentials
  double* logs = nullptr;      ///< [rows] out: the logarithms of the sums
  double* inverses = nullptr;  ///< [rows] out: one over each sum
};

/// A NaN in an example makes its sum and logarithm NaN.
void exponentials(const SoftmaxColumns& columns);

}  // namespace temper
