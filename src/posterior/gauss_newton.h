#pragma once
// The generalised Gauss-Newton matrix of a network's loss: G = sum_i J_i' F_i J_i, J_i the
// derivatives of example i's outputs, F_i their Fisher information. It is the Hessian where outputs
// are linear in theta, positive semidefinite everywhere, and for squares the J'J of Levenberg and
// Marquardt.
//
// Source: Schraudolph, "Fast curvature matrix-vector products for second-order gradient descent",
// Neural Computation 14, 2002.

#include <vector>

#include "net/network.h"

namespace temper {

class GaussNewton {
 public:
  /// The network must outlive it, and its loss know its Fisher information.
  explicit GaussNewton(Network& network);

  /// Of all sums. @param dim  P, rows of the matrix: at least those of the network
  void begin(std::size_t dim);

  /// Examples of one pass, so that their Jacobian stays in a cache.
  std::size_t max_rows() const { return max_rows_; }

  /// Adds weight * G of these examples, at most max_rows(), to the lower triangle of a matrix
  /// [dim, dim]. @returns their summed U_i
  double add(std::span<const float> theta, const Examples& examples, double weight,
             std::span<double> matrix);

  /// Of weight * U over the examples since begin(). [network's P]
  const std::vector<double>& gradient() const { return gradient_; }

  /// What it costs in gradients over the same examples: a root takes a pass of its own, and P²/2
  /// multiplications where a gradient takes 3 P.
  static double cost(const Network& network);

 private:
  Network& network_;
  std::size_t max_rows_, dim_ = 0;
  Floats jacobian_;           ///< [max_rows n_fisher_roots, P]
  std::vector<double> wide_;  ///< likewise, in float64
  std::vector<double> pulls_, losses_, gradient_;
};

}  // namespace temper
