#pragma once
// Layers and losses in float64, written as plainly as possible: what the float32 ones are held to.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/window.h"

namespace temper {

using Doubles = std::vector<double>;

inline double reference_activation(const std::string& name, double x) {
  if (name == "identity") return x;
  if (name == "tanh") return std::tanh(x);
  if (name == "relu") return x > 0 ? x : 0;
  if (name == "sigmoid") return 1 / (1 + std::exp(-x));
  if (name == "gelu") return x * 0.5 * std::erfc(-x / std::numbers::sqrt2);
  throw std::invalid_argument("reference_activation in tests/unit/net/reference_net.h lacks '" +
                              name + "'");
}

/// f(W x + b). Reads W [units, x.size()], then b [units], from `theta` on and moves it past them.
inline Doubles reference_dense(const Doubles& x, std::size_t units, const std::string& activation,
                               const double*& theta) {
  const double* weight = theta;
  const double* bias = weight + units * x.size();
  Doubles y(units);
  for (std::size_t i = 0; i < units; ++i) {
    double sum = bias[i];
    for (std::size_t j = 0; j < x.size(); ++j) sum += weight[i * x.size() + j] * x[j];
    y[i] = reference_activation(activation, sum);
  }
  theta = bias + units;
  return y;
}

/// The pixel (y, x) of a channel; 0 outside the image.
inline double reference_pixel(const Doubles& image, const Image& shape, std::size_t channel,
                              std::ptrdiff_t y, std::ptrdiff_t x) {
  if (y < 0 || x < 0 || y >= std::ptrdiff_t(shape.height) || x >= std::ptrdiff_t(shape.width))
    return 0;
  return image[(channel * shape.height + std::size_t(y)) * shape.width + std::size_t(x)];
}

/// W * x, without bias. Reads W [channels out, channels in, size, size] from `theta` on and moves
/// it past them.
inline Doubles reference_conv2d(const Doubles& x, const Image& from, std::size_t channels,
                                const Window& kernel, const double*& theta) {
  const Image to = kernel.slide(from, channels);
  const auto stride = std::ptrdiff_t(kernel.stride), padding = std::ptrdiff_t(kernel.padding);
  Doubles y(to.volume(), 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double* weight = theta + i / to.pixels() * from.channels * kernel.size * kernel.size;
    const auto top = std::ptrdiff_t(i % to.pixels() / to.width) * stride - padding;
    const auto left = std::ptrdiff_t(i % to.width) * stride - padding;
    for (std::size_t channel = 0; channel < from.channels; ++channel)
      for (std::size_t row = 0; row < kernel.size; ++row)
        for (std::size_t col = 0; col < kernel.size; ++col)
          y[i] += *weight++ * reference_pixel(x, from, channel, top + std::ptrdiff_t(row),
                                              left + std::ptrdiff_t(col));
  }
  theta += channels * from.channels * kernel.size * kernel.size;
  return y;
}

inline double reference_softmax(const Doubles& z, std::size_t label) {
  double sum = 0;
  for (const double value : z) sum += std::exp(value);
  return std::log(sum) - z[label];
}

inline double reference_bernoulli(double z, std::size_t label) {
  return std::log(1 + std::exp(label == 1 ? -z : z));
}

inline double reference_gaussian(double y, double mean, double log_sd) {
  const double standardised = (y - mean) / std::exp(log_sd);
  return standardised * standardised / 2 + log_sd + std::log(2 * std::numbers::pi) / 2;
}

}  // namespace temper
