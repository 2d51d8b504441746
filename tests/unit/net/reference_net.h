#pragma once
// Dense networks in float64, written as plainly as possible: what the float32 network is held to.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

namespace temper {

using Doubles = std::vector<double>;

inline double reference_activation(const std::string& name, double x) {
  if (name == "identity") return x;
  if (name == "tanh") return std::tanh(x);
  if (name == "relu") return x > 0 ? x : 0;
  if (name == "sigmoid") return 1 / (1 + std::exp(-x));
  if (name == "gelu") return x * 0.5 * std::erfc(-x / std::numbers::sqrt2);
  throw std::invalid_argument("no reference for the activation '" + name + "'");
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
