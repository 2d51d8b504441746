#pragma once
// A Gaussian in coordinates y, seen in coordinates theta(y): any shape, with everything known at
// every temperature.
//
//   at T = 1   y_i ~ N(0, sd_i²)
//   prior      y_i ~ N(0, (k sd_i)²)                     k = prior_scale > 1
//   U = sum_i y_i² (1 - 1/k²) / (2 sd_i²)
//   V = sum_i y_i² / (2 k² sd_i²) + ln(k sd_i sqrt(2 pi)) + ln |det dtheta/dy|
//
// so U + V is, up to a constant, -ln of the density of theta(y) at T = 1. At weights w each y_i
// has precision p / sd_i² with p = w.U (1 - 1/k²) + w.V / k².

#include <vector>

#include "potential/analytic.h"

namespace temper {

class Section;

class WarpedGaussian : public AnalyticPotential {
 public:
  std::size_t dim() const override { return sd_.size(); }
  std::optional<Known> known(const Target& target) const override;
  void draw(const Target& target, std::span<float> theta, Rng& rng) const override;

 protected:
  /// Reads `prior_scale`. @param sd  [P] of y at T = 1
  WarpedGaussian(const Section& options, std::vector<double> sd);

  /// y from theta. @returns ln |det dtheta/dy|
  virtual double unwarp(std::span<const float> theta, std::span<double> y) const = 0;

  /// theta from y.
  virtual void warp(std::span<const double> y, std::span<float> theta) const = 0;

  /// The chain rule: what are derivatives by y on entry are derivatives by theta on return, with
  /// those of `jacobian_weight` ln |det dtheta/dy| added.
  virtual void pull_back(std::span<const double> y, double jacobian_weight,
                         std::span<double> derivatives) const = 0;

  /// Mean and variance of theta where y_i has `mean[i]` and `variance[i]` [P each], in place.
  virtual void warp_moments(std::span<double> mean, std::span<double> variance) const = 0;

  /// Slope of ln |det dtheta/dy| along y_0; along the others it is zero.
  virtual double jacobian_slope() const { return 0; }

  Energy evaluate(std::span<const float> theta, Weights weights,
                  std::span<float> gradient) override;

  double sd(std::size_t i) const { return sd_[i]; }

 private:
  double precision(Weights weights) const;
  double mean_of_first(Weights weights) const;

  std::vector<double> sd_;
  double prior_precision_;  ///< 1/k²
  std::vector<double> y_, derivatives_;
};

}  // namespace temper
