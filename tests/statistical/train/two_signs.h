#pragma once
// A posterior with data and two modes of known weights: y_n ~ N(theta_0², sd²), so that only the
// prior knows the sign of theta_0.
//
//   U = sum_n (y_n - theta_0²)² / (2 sd²),   V = -ln N(theta_0; 0.3, 1) - ln N(theta_1; 0, 1)
//
// With 100 examples of mean 1 and sd 1.3, a barrier of 20 nats is between the modes.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "potential/potential.h"

namespace temper {

class TwoSigns final : public Potential {
 public:
  TwoSigns() {
    Rng rng({7, Stream::synthetic});
    for (double& y : y_) y = 1 + sd * rng.normal();
  }

  /// The posterior's probability of theta_0 > 0, by a sum over a fine grid.
  double weight_above_zero() {
    double below = 0, above = 0;
    const std::array<float, 2> right = {1, 0};
    const double highest = -energy(right).U;
    for (float x = 0.001F; x < 6; x += 0.002F) {
      const std::array<float, 2> here = {x, 0}, mirrored = {-x, 0};
      const double log_likelihood = -energy(here).U - highest;
      above += std::exp(log_likelihood - prior_energy(here));
      below += std::exp(log_likelihood - prior_energy(mirrored));
    }
    return above / (above + below);
  }

  std::size_t dim() const override { return 2; }
  std::size_t n_points() const override { return y_.size(); }

  Energy energy(std::span<const float> theta) override {
    Energy energy{0, prior_energy(theta)};
    for (const double y : y_) energy.U += loss(y, theta[0]);
    return energy;
  }

  double prior_energy(std::span<const float> theta) override {
    const double first = theta[0] - prior_mean, second = theta[1];
    return 0.5 * (first * first + second * second) + std::log(2 * std::numbers::pi);
  }

  void gradients(std::span<GradientTask> group) override {
    for (auto& task : group) gradient(task);
  }

  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override {
    for (std::size_t b = 0; b < out.size(); ++b)
      out[b] = loss(y_[batch.empty() ? b : batch[b]], theta[0]);
  }

  void initialise(std::span<float> theta, Rng& rng) const override { draw_prior(theta, rng); }

  void draw_prior(std::span<float> theta, Rng& rng) const override {
    theta[0] = static_cast<float>(prior_mean + rng.normal());
    theta[1] = static_cast<float>(rng.normal());
  }

  std::vector<ParameterBlock> layout() const override { return {{"theta", {2}, 0}}; }

 private:
  static constexpr double sd = 1.3, prior_mean = 0.3;

  static double loss(double y, double x) { return std::pow((y - x * x) / sd, 2) / 2; }

  void gradient(GradientTask& task) {
    const double x = task.theta[0];
    const std::size_t n = task.batch.empty() ? y_.size() : task.batch.size();
    const double share = static_cast<double>(y_.size()) / static_cast<double>(n);
    double slope = 0;
    task.energy = {0, prior_energy(task.theta)};
    for (std::size_t b = 0; b < n; ++b) {
      const double y = y_[task.batch.empty() ? b : task.batch[b]];
      slope -= share * 2 * x * (y - x * x) / (sd * sd);
      task.energy.U += share * loss(y, x);
    }
    task.gradient[0] =
        static_cast<float>(task.weights.U * slope + task.weights.V * (x - prior_mean));
    task.gradient[1] = static_cast<float>(task.weights.V * task.theta[1]);
  }

  std::array<double, 100> y_{};
};

}  // namespace temper
