#pragma once
// A likelihood on a box with an even prior, the setting of nested sampling's test problems.
// Samplers want parameters without walls:
//
//   x_i = low + (high - low) Phi(theta_i),   theta_i ~ N(0, 1)
//
// is even on [low, high] under the prior, so that U(theta) = -ln L(x(theta)), V is a normal's, and
// log Z is that of the box.

#include "potential/potential.h"

namespace temper {

class BoxPotential : public Potential {
 public:
  std::size_t dim() const override { return x_.size(); }
  std::size_t n_points() const override { return 1; }
  Energy energy(std::span<const float> theta) override;
  double prior_energy(std::span<const float> theta) override;
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;
  void initialise(std::span<float> theta, Rng& rng) const override { draw_prior(theta, rng); }
  void draw_prior(std::span<float> theta, Rng& rng) const override;
  std::vector<ParameterBlock> layout() const override { return {{"theta", {dim()}, 0}}; }

 protected:
  BoxPotential(std::size_t dim, double low, double high)
      : low_(low), width_(high - low), x_(dim), slope_(dim) {}

  /// -ln L. @param x [P]; @param slope  [P] out, its derivatives by x
  virtual double minus_log_likelihood(std::span<const double> x, std::span<double> slope) const = 0;

 private:
  double evaluate(std::span<const float> theta);

  double low_, width_;
  std::vector<double> x_, slope_;
};

}  // namespace temper
