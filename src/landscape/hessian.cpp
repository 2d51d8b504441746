#include "landscape/hessian.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/dot.h"
#include "random/rng.h"

namespace temper {

namespace {

using Vectors = std::vector<std::vector<double>>;

/// Of length 1: the gradient, its largest entry alone, and two that have nothing to do with it.
Vectors trial_vectors(Objective& objective, std::span<const float> theta) {
  std::vector<float> gradient(theta.size());
  objective.gradient(theta, gradient);
  Vectors vectors(4, std::vector<double>(theta.size()));
  vectors[0].assign(gradient.begin(), gradient.end());
  const auto largest = std::max_element(gradient.begin(), gradient.end(),
                                        [](float a, float b) { return std::abs(a) < std::abs(b); });
  vectors[1][static_cast<std::size_t>(largest - gradient.begin())] = 1;
  Rng rng({0, Stream::landscape});
  for (std::size_t i = 0; i < theta.size(); ++i) {
    vectors[2][i] = rng.normal();
    vectors[3][i] = rng.normal();
  }
  for (auto& vector : vectors) {
    const double length = std::sqrt(dot(vector, vector));
    for (double& value : vector) value /= length > 0 ? length : 1;
  }
  return vectors;
}

/// Sum of squares of what a symmetric matrix would not have.
double oddness(Hessian& hessian, const Vectors& vectors) {
  Vectors products = vectors;
  for (std::size_t i = 0; i < vectors.size(); ++i) hessian.multiply(vectors[i], products[i]);
  double sum = 0;
  for (std::size_t i = 0; i < vectors.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double odd = dot(vectors[i], products[j]) - dot(vectors[j], products[i]);
      sum += odd * odd;
    }
  return sum;
}

}  // namespace

double best_step(Objective& objective, std::span<const float> theta) {
  const auto vectors = trial_vectors(objective, theta);
  double best = 0, lowest = std::numeric_limits<double>::infinity();
  for (const double step : {0.03, 0.01, 0.003, 0.001}) {
    Hessian hessian(objective, theta, step);
    const double odd = oddness(hessian, vectors);
    if (best != 0 && !(odd < lowest)) continue;
    lowest = odd;
    best = step;
  }
  return best;
}

Hessian::Hessian(Objective& objective, std::span<const float> theta, double step)
    : objective_(objective),
      step_(step),
      theta_(theta.begin(), theta.end()),
      moved_(theta.size()),
      gradient_(theta.size()) {}

void Hessian::multiply(std::span<const double> vector, std::span<double> product) {
  double length = 0;
  for (const double value : vector) length += value * value;
  length = std::sqrt(length);
  std::fill(product.begin(), product.end(), 0.0);
  if (length == 0) return;
  const double h = step_ / length, weight = 1 / (12 * h);
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
