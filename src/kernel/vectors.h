#pragma once
// Sums and updates of whole parameter vectors at the speed of the SIMD unit. Sums are float64, in
// an order that depends on the length and the instruction set only.

#include <span>

namespace temper {

/// Sum of a_i b_i.
double dot(std::span<const float> a, std::span<const float> b);

/// Sum of (a_i - centre_i) b_i. @param centre  empty: 0
double dot_from(std::span<const float> centre, std::span<const float> a, std::span<const float> b);

/// y <- keep y + factor x.
void combine(float keep, float factor, std::span<const float> x, std::span<float> y);

inline void add_scaled(float factor, std::span<const float> x, std::span<float> y) {
  combine(1, factor, x, y);
}

}  // namespace temper
