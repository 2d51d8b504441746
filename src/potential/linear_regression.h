#pragma once
// Linear regression with known noise and a normal prior: the posterior is a Gaussian at every
// temperature, and the one analytic potential with data, so with minibatches.
//
//   y_n ~ N(x_n . theta, noise_sd²),   theta ~ N(0, prior_sd² I)
//   U = -sum_n ln N(y_n; x_n . theta, noise_sd²),   V = -ln N(theta; 0, prior_sd² I)
//
// At weights w the precision is A = w.U X'X / noise_sd² + w.V / prior_sd² and the mean
// A^-1 b with b = w.U X'y / noise_sd² (Bishop, "Pattern Recognition and Machine Learning", 2006,
// section 3.3).

#include <vector>

#include "potential/analytic.h"

namespace temper {

/// The data of a regression.
struct RegressionData {
  std::vector<double> x;  ///< [N, P], row-major
  std::vector<double> y;  ///< [N]
  double noise_sd = 1;
  double prior_sd = 1;
};

class LinearRegression final : public AnalyticPotential {
 public:
  /// P = x.size() / y.size().
  explicit LinearRegression(RegressionData data);

  std::size_t dim() const override { return dim_; }
  std::size_t n_points() const override { return data_.y.size(); }
  double prior_energy(std::span<const float> theta) override;
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;
  std::optional<Known> known(const Target& target) const override;
  void draw(const Target& target, std::span<float> theta, Rng& rng) const override;
  void draw_prior(std::span<float> theta, Rng& rng) const override;

 protected:
  Energy evaluate(std::span<const float> theta, Weights weights,
                  std::span<float> gradient) override;

 private:
  double residual(std::span<const float> theta, std::size_t n) const;
  void gradient(GradientTask& task);
  struct Normal;
  Normal normal(Weights weights) const;

  RegressionData data_;
  std::size_t dim_;
  std::vector<double> xx_;    ///< X'X [P, P]
  std::vector<double> xy_;    ///< X'y [P]
  std::vector<double> sums_;  ///< scratch [P]
};

}  // namespace temper
