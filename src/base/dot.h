#pragma once
// Scalar products of parameter vectors, summed in float64 in the order of the parameters; what a
// step needs many of is in kernel/vectors.

#include <cmath>
#include <cstddef>
#include <span>

namespace temper {

/// Sum of a_i b_i. @tparam A, B  vectors or spans of float or double
template <class A, class B>
double dot(const A& a, const B& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

inline double norm_of(std::span<const float> vector) { return std::sqrt(dot(vector, vector)); }

}  // namespace temper
