#include "potential/box_potential.h"

#include <cmath>
#include <numbers>

namespace temper {
namespace {

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normal_density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

}  // namespace

/// U, with its derivatives by x in slope_.
double BoxPotential::evaluate(std::span<const float> theta) {
  for (std::size_t i = 0; i < x_.size(); ++i) x_[i] = low_ + width_ * normal_cdf(theta[i]);
  return minus_log_likelihood(x_, slope_);
}

double BoxPotential::prior_energy(std::span<const float> theta) {
  double V = 0;
  for (const float t : theta)
    V += 0.5 * double{t} * double{t} + 0.5 * std::log(2 * std::numbers::pi);
  return V;
}

Energy BoxPotential::energy(std::span<const float> theta) {
  return {evaluate(theta), prior_energy(theta)};
}

void BoxPotential::gradients(std::span<GradientTask> group) {
  for (auto& task : group) {
    task.energy = energy(task.theta);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const double t = task.theta[i];
      task.gradient[i] = static_cast<float>(
          task.weights.U * slope_[i] * width_ * normal_density(t) + task.weights.V * t);
    }
  }
}

void BoxPotential::pointwise(std::span<const float> theta, Batch batch, std::span<double> out) {
  const double U = evaluate(theta);
  for (std::size_t i = 0; i < (batch.empty() ? 1 : batch.size()); ++i) out[i] = U;
}

void BoxPotential::draw_prior(std::span<float> theta, Rng& rng) const {
  for (float& t : theta) t = static_cast<float>(rng.normal());
}

}  // namespace temper
