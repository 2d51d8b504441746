#pragma once
// What a Hessian does in the space of b, H b, H² b, …: Lanczos' factorisation H Q = Q T + …, with
// every new vector made orthogonal to all before it, so that rounding and noise stay harmless.
//
// Source: Golub and Van Loan, "Matrix Computations", 4th ed., section 10.3.

#include <span>
#include <vector>

#include "landscape/hessian.h"

namespace temper {

struct Krylov {
  std::vector<std::vector<double>> basis;  ///< [m][P] orthonormal; the first is b / |b|
  std::vector<double> diagonal;            ///< [m] of T
  std::vector<double> off_diagonal;        ///< [m] T(k+1, k); the last leads out of the space
};

/// @param m  how many vectors, at most; fewer where the space ends. b must not be zero
Krylov krylov_space(Hessian& hessian, std::span<const double> b, std::size_t m);

}  // namespace temper
