#include "potential/potential.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

/// Of a step of differences, in units of max(1, |theta_i|): gradients are float32, so that shorter
/// steps would tell rounding.
constexpr float relative_step = 0.01F;

/// Both entries of a pair are measured; their mean is symmetric.
void symmetrise(std::span<double> matrix, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      matrix[i * n + j] = (matrix[i * n + j] + matrix[j * n + i]) / 2;
}

}  // namespace

void Potential::curvature(CurvatureTask& task) {
  const auto n = dim();
  const auto moved = task.scratch.first(n), above = task.scratch.subspan(n, n),
             below = task.gradient;
  std::copy(task.theta.begin(), task.theta.end(), moved.begin());
  for (std::size_t i = 0; i < n; ++i) {
    const float step = relative_step * std::max(1.0F, std::abs(task.theta[i]));
    moved[i] = task.theta[i] + step;
    const double high = moved[i];
    gradient(moved, {}, task.weights, above);
    moved[i] = task.theta[i] - step;
    const double width = high - double{moved[i]};
    gradient(moved, {}, task.weights, below);
    moved[i] = task.theta[i];
    for (std::size_t j = 0; j < n; ++j)
      task.matrix[i * n + j] = (double{above[j]} - double{below[j]}) / width;
  }
  symmetrise(task.matrix, n);
  task.energy = gradient(task.theta, {}, task.weights, task.gradient);
  if (std::isnan(task.energy.V)) task.energy.V = prior_energy(task.theta);
}

}  // namespace temper
