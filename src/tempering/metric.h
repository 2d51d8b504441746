#pragma once
// A diagonal metric for each rung: how far each parameter moves in a step, found in warm-up.
//
// The step of parameter i is in proportion to 1 / sqrt(E g_i²), g the gradient of minus the log
// density of the rung: E g_i² = E H_ii is its mean curvature. The spread of theta itself would not
// do for networks: among minima that differ by the order of units it says how far apart those are,
// not how wide each is.
//
// Source: the identity is Fisher's; Hird & Livingstone, "Quantifying the effectiveness of linear
// preconditioning in MCMC", arXiv 2312.04898, 2023, for what a diagonal is worth.

#include <cstddef>
#include <span>
#include <vector>

#include "base/floats.h"

namespace temper {

/// Sums of squared gradients by rung and parameter.
class SquaredGradients {
 public:
  SquaredGradients(std::size_t n_rungs, std::size_t n_parameters)
      : n_parameters_(n_parameters), sum_(n_rungs * n_parameters), n_(n_rungs) {}

  void add(std::size_t rung, std::span<const double> gradient);

  /// Scales of a rung with geometric mean one, drawn towards one as if by a few gradients more;
  /// empty if it has seen too few.
  Floats scale(std::size_t rung) const;

  /// As numbers, for a checkpoint, and back [R (P + 1)].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  std::size_t n_parameters_;
  std::vector<double> sum_;  ///< [R, P]
  std::vector<double> n_;    ///< [R]
};

/// Steps of each parameter on each rung: [R][P], or nothing where all are one.
using Scales = std::vector<Floats>;

/// As numbers, 1 where there is nothing, and back [R P].
std::vector<double> saved_scales(const Scales& scales, std::size_t n_parameters);
Scales restored_scales(const std::vector<double>& saved, std::size_t n_rungs);

}  // namespace temper
