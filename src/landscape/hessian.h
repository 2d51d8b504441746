#pragma once
// The Hessian of an objective at one theta, by its products with vectors: central differences of
// gradients of fourth order,
//
//   H u ≈ (8 (g(+h) - g(-h)) - (g(+2h) - g(-2h))) / 12 h,   g(s) = gradient at theta + s u, |u|
//   = 1.
//
// Gradients are float32, so a product carries noise of their rounding over h; a long h is
// therefore better than with doubles, and the fourth order lets it be long. tests/unit/landscape
// compares with exact Hessians.

#include <span>
#include <vector>

#include "landscape/objective.h"

namespace temper {

class Hessian {
 public:
  /// h: in units of theta. At tanh networks the error is lowest between 0.01 and 0.1.
  static constexpr double step = 0.03;

  /// `objective` must outlive it.
  Hessian(Objective& objective, std::span<const float> theta);

  std::size_t dim() const { return theta_.size(); }

  /// @param vector  [P]; @param product  [P] out
  void multiply(std::span<const double> vector, std::span<double> product);

  std::size_t n_products() const { return n_products_; }

 private:
  void add_gradient(std::span<const double> vector, double distance, double weight,
                    std::span<double> product);

  Objective& objective_;
  std::vector<float> theta_;             ///< [P]
  std::vector<float> moved_, gradient_;  ///< [P] scratch
  std::size_t n_products_ = 0;
};

}  // namespace temper
