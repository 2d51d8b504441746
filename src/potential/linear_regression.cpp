#include "potential/linear_regression.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/half_log_2pi.h"
#include "config/section.h"
#include "potential/potentials.h"

namespace temper {
namespace {}  // namespace

LinearRegression::LinearRegression(RegressionData data)
    : data_(std::move(data)),
      dim_(data_.x.size() / data_.y.size()),
      xx_(dim_ * dim_),
      xy_(dim_),
      sums_(dim_) {
  for (std::size_t n = 0; n < n_points(); ++n)
    for (std::size_t i = 0; i < dim_; ++i) {
      const double x = data_.x[n * dim_ + i];
      xy_[i] += x * data_.y[n];
      for (std::size_t j = 0; j < dim_; ++j) xx_[i * dim_ + j] += x * data_.x[n * dim_ + j];
    }
}

/// y_n - x_n . theta, in units of the noise.
double LinearRegression::residual(std::span<const float> theta, std::size_t n) const {
  double sum = data_.y[n];
  for (std::size_t i = 0; i < dim_; ++i) sum -= data_.x[n * dim_ + i] * theta[i];
  return sum / data_.noise_sd;
}

double LinearRegression::prior_energy(std::span<const float> theta) {
  double sum = 0;
  for (const float element : theta) sum += double{element} * element;
  return sum / (2 * data_.prior_sd * data_.prior_sd) +
         static_cast<double>(dim_) * (half_log_2pi + std::log(data_.prior_sd));
}

void LinearRegression::gradients(std::span<GradientTask> group) {
  for (auto& task : group) gradient(task);
}

void LinearRegression::gradient(GradientTask& task) {
  const std::size_t n_used = task.batch.empty() ? n_points() : task.batch.size();
  const double share = static_cast<double>(n_points()) / static_cast<double>(n_used);
  std::fill(sums_.begin(), sums_.end(), 0);
  task.energy = {0, prior_energy(task.theta)};
  for (std::size_t b = 0; b < n_used; ++b) {
    const std::size_t n = task.batch.empty() ? b : task.batch[b];
    const double r = residual(task.theta, n);
    task.energy.U += share * (0.5 * r * r + half_log_2pi + std::log(data_.noise_sd));
    for (std::size_t i = 0; i < dim_; ++i) sums_[i] -= r / data_.noise_sd * data_.x[n * dim_ + i];
  }
  const double prior_precision = 1 / (data_.prior_sd * data_.prior_sd);
  for (std::size_t i = 0; i < dim_; ++i)
    task.gradient[i] = static_cast<float>(task.weights.U * share * sums_[i] +
                                          task.weights.V * prior_precision * task.theta[i]);
}

Energy LinearRegression::evaluate(std::span<const float> theta, Weights, std::span<float>) {
  Energy energy{0, prior_energy(theta)};
  for (std::size_t n = 0; n < n_points(); ++n) {
    const double r = residual(theta, n);
    energy.U += 0.5 * r * r + half_log_2pi + std::log(data_.noise_sd);
  }
  return energy;
}

void LinearRegression::pointwise(std::span<const float> theta, Batch batch, std::span<double> out) {
  for (std::size_t b = 0; b < out.size(); ++b) {
    const double r = residual(theta, batch.empty() ? b : batch[b]);
    out[b] = 0.5 * r * r + half_log_2pi + std::log(data_.noise_sd);
  }
}

/// The rung's distribution: its precision's Cholesky factor, and precision times mean.
struct LinearRegression::Normal {
  Eigen::LLT<Eigen::MatrixXd> precision;
  Eigen::VectorXd b;
};

LinearRegression::Normal LinearRegression::normal(Weights weights) const {
  const auto dim = static_cast<Eigen::Index>(dim_);
  const double scale = weights.U / (data_.noise_sd * data_.noise_sd);
  Eigen::MatrixXd precision = scale * Eigen::Map<const Eigen::MatrixXd>(xx_.data(), dim, dim);
  precision.diagonal().array() += weights.V / (data_.prior_sd * data_.prior_sd);
  return {precision.llt(), scale * Eigen::Map<const Eigen::VectorXd>(xy_.data(), dim)};
}

std::optional<Known> LinearRegression::known(const Target& target) const {
  const Weights weights = target.weights();
  if (!(weights.V > 0)) return std::nullopt;
  const auto [precision, b] = normal(weights);
  const Eigen::VectorXd mean = precision.solve(b);
  const Eigen::MatrixXd factor = precision.matrixL();
  const Eigen::MatrixXd covariance =
      precision.solve(Eigen::MatrixXd::Identity(factor.rows(), factor.cols()));

  const double n = static_cast<double>(n_points()), dim = static_cast<double>(dim_);
  double log_Z = dim * half_log_2pi - factor.diagonal().array().log().sum() + 0.5 * b.dot(mean) -
                 weights.U * n * (half_log_2pi + std::log(data_.noise_sd)) -
                 weights.V * dim * (half_log_2pi + std::log(data_.prior_sd));
  for (const double y : data_.y) log_Z -= weights.U * y * y / (2 * data_.noise_sd * data_.noise_sd);
  const Eigen::VectorXd variance = covariance.diagonal();
  return Known{{mean.begin(), mean.end()}, {variance.begin(), variance.end()}, log_Z};
}

void LinearRegression::draw(const Target& target, std::span<float> theta, Rng& rng) const {
  const auto [precision, b] = normal(target.weights());
  Eigen::VectorXd noise(b.size());
  for (double& element : noise) element = rng.normal();
  const Eigen::VectorXd drawn = precision.solve(b) + precision.matrixU().solve(noise);
  for (std::size_t i = 0; i < dim_; ++i)
    theta[i] = static_cast<float>(drawn[static_cast<Eigen::Index>(i)]);
}

void LinearRegression::draw_prior(std::span<float> theta, Rng& rng) const {
  for (float& element : theta) element = static_cast<float>(data_.prior_sd * rng.normal());
}

namespace {

/// Inputs N(0, 1), theta from the prior, targets from the model.
RegressionData synthetic(const Section& options) {
  const auto n_points =
      options.count("points", {.fallback = 100, .min = 1, .help = "N, drawn from the model"});
  const auto dim = options.count("dim", {.fallback = 5, .min = 1, .help = "number of parameters"});
  const auto seed = options.count("seed", {.fallback = 1, .min = 0, .help = "of the data"});
  RegressionData data{std::vector<double>(n_points * dim), std::vector<double>(n_points, 0),
                      options.number("noise_sd", {.fallback = 1.0, .min = 0, .above_min = true}),
                      options.number("prior_sd", {.fallback = 1.0, .min = 0, .above_min = true})};
  Rng rng({seed, Stream::synthetic});
  std::vector<double> theta(dim);
  for (double& element : theta) element = data.prior_sd * rng.normal();
  for (double& element : data.x) element = rng.normal();
  for (std::size_t n = 0; n < n_points; ++n) {
    for (std::size_t i = 0; i < dim; ++i) data.y[n] += data.x[n * dim + i] * theta[i];
    data.y[n] += data.noise_sd * rng.normal();
  }
  return data;
}

const bool registered = potentials().add(
    "linear-regression", "conjugate linear regression on synthetic data",
    [](const Section& options) { return std::make_unique<LinearRegression>(synthetic(options)); });

}  // namespace
}  // namespace temper
