#pragma once
// The Hessian of an objective at one theta, by its products with vectors: central differences of
// gradients of fourth order,
//
//   H u ≈ (8 (g(+h) - g(-h)) - (g(+2h) - g(-2h))) / 12 h,   g(s) = gradient at theta + s u, |u|
//   = 1.
//
// Gradients are float32, so a product carries noise of their rounding over h; a long h is
// therefore better than with doubles, and the fourth order lets it be long. How long, depends on
// how fast the surface bends: `best_step` measures it. tests/unit/landscape compares with exact
// Hessians.

#include <span>
#include <vector>

#include "landscape/objective.h"

namespace temper {

class Hessian {
 public:
  /// `objective` must outlive it. @param step  h, in units of theta
  Hessian(Objective& objective, std::span<const float> theta, double step);

  std::size_t dim() const { return theta_.size(); }

  /// @param vector  [P]; @param product  [P] out
  void multiply(std::span<const double> vector, std::span<double> product);

 private:
  void add_gradient(std::span<const double> vector, double distance, double weight,
                    std::span<double> product);

  Objective& objective_;
  double step_;
  std::vector<float> theta_;             ///< [P]
  std::vector<float> moved_, gradient_;  ///< [P] scratch
};

/// The h, of 0.03, 0.01, 0.003 and 0.001, at which products are most like those of a symmetric
/// matrix, along and across the gradient.
double best_step(Objective& objective, std::span<const float> theta);

}  // namespace temper
