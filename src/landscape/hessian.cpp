#include "landscape/hessian.h"

#include <algorithm>
#include <cmath>

namespace temper {

Hessian::Hessian(Objective& objective, std::span<const float> theta)
    : objective_(objective),
      theta_(theta.begin(), theta.end()),
      moved_(theta.size()),
      gradient_(theta.size()) {}

void Hessian::multiply(std::span<const double> vector, std::span<double> product) {
  ++n_products_;
  double length = 0;
  for (const double value : vector) length += value * value;
  length = std::sqrt(length);
  std::fill(product.begin(), product.end(), 0.0);
  if (length == 0) return;
  const double h = step / length, weight = 1 / (12 * h);
  add_gradient(vector, h, 8 * weight, product);
  add_gradient(vector, -h, -8 * weight, product);
  add_gradient(vector, 2 * h, -weight, product);
  add_gradient(vector, -2 * h, weight, product);
}

void Hessian::add_gradient(std::span<const double> vector, double distance, double weight,
                           std::span<double> product) {
  for (std::size_t i = 0; i < theta_.size(); ++i)
    moved_[i] = static_cast<float>(theta_[i] + distance * vector[i]);
  objective_.gradient(moved_, gradient_);
  for (std::size_t i = 0; i < product.size(); ++i)
    product[i] += weight * static_cast<double>(gradient_[i]);
}

}  // namespace temper
