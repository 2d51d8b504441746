#pragma once
// Sums and updates of whole parameter vectors at the speed of the SIMD unit. Sums are float64, in
// an order that depends on the length and the instruction set only.

#include <cstddef>
#include <span>

namespace temper {

/// Sum of a_i b_i.
double dot(std::span<const float> a, std::span<const float> b);

/// Sum of (a_i - centre_i) b_i. @param centre  empty: 0
double dot_from(std::span<const float> centre, std::span<const float> a, std::span<const float> b);

/// y <- keep y + factor x.
void combine(float keep, float factor, std::span<const float> x, std::span<float> y);

/// product <- a b, by element.
inline void multiply(std::span<const float> a, std::span<const float> b, std::span<float> product) {
  for (std::size_t i = 0; i < product.size(); ++i) product[i] = a[i] * b[i];
}

/// y <- y + factor a b, by element.
inline void add_product(float factor, std::span<const float> a, std::span<const float> b,
                        std::span<float> y) {
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += factor * a[i] * b[i];
}

inline void add_scaled(float factor, std::span<const float> x, std::span<float> y) {
  combine(1, factor, x, y);
}

}  // namespace temper
