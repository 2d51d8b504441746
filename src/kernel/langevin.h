#pragma once
// The arithmetic of perturbed SGD on the mean loss: how learning rate, momentum and number of
// data points turn a temperature into noise, and a momentum into a temperature.

#include <cmath>

namespace temper {

/// m <- momentum m - lr grad L + s xi, theta <- theta + m, for a loss that is a sum over
/// n_points divided by n_points.
struct Langevin {
  double lr = 0;
  double momentum = 0;  ///< share kept; one less the friction
  double n_points = 1;

  /// s = sqrt(2 lr (1 - momentum) T / N).
  double noise_level(double temperature) const {
    return std::sqrt(2 * lr * (1 - momentum) * temperature / n_points);
  }

  /// T from s.
  double temperature_of(double noise_level) const {
    return noise_level * noise_level * n_points / (2 * lr * (1 - momentum));
  }

  /// T from the mean square of m, whose stationary variance is s² / (1 - momentum²).
  double kinetic_temperature(double mean_square) const {
    return mean_square * n_points * (1 + momentum) / (2 * lr);
  }
};

}  // namespace temper
