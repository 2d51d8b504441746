#pragma once
// Sums of float32 in a fixed order that vectorises: sixteen partial sums side by side, then those.
// A plain loop waits for each addition, since compilers keep its order.

#include <array>
#include <cstddef>

namespace temper {

/// Sum of term(i), i < n.
template <class Term>
float lane_sum(std::size_t n, Term term) {
  constexpr std::size_t n_lanes = 16;
  std::array<float, n_lanes> sums{};
  const std::size_t whole = n - n % n_lanes;
  for (std::size_t i = 0; i < whole; i += n_lanes)
    for (std::size_t lane = 0; lane < n_lanes; ++lane) sums[lane] += term(i + lane);
  for (std::size_t i = whole; i < n; ++i) sums[i - whole] += term(i);
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

}  // namespace temper
