#include "potential/warped_gaussian.h"

#include <cmath>
#include <utility>

#include "base/half_log_2pi.h"
#include "config/section.h"

namespace temper {
namespace {

double read_prior_precision(const Section& options) {
  const double scale = options.number(
      "prior_scale", {.fallback = 3.0,
                      .min = 1,
                      .above_min = true,
                      .help = "how many times wider the prior is than the distribution at T = 1"});
  return 1 / (scale * scale);
}

}  // namespace

WarpedGaussian::WarpedGaussian(const Section& options, std::vector<double> sd)
    : sd_(std::move(sd)),
      prior_precision_(read_prior_precision(options)),
      y_(sd_.size()),
      derivatives_(sd_.size()) {}

double WarpedGaussian::precision(Weights weights) const {
  return weights.U * (1 - prior_precision_) + weights.V * prior_precision_;
}

/// Posterior tempering raises the prior's Jacobian to the power w.V, but theta's own stays one.
double WarpedGaussian::mean_of_first(Weights weights) const {
  return (1 - weights.V) * jacobian_slope() * sd_[0] * sd_[0] / precision(weights);
}

std::optional<Known> WarpedGaussian::known(const Target& target) const {
  const Weights weights = target.weights();
  const double p = precision(weights);
  if (!(p > 0)) return std::nullopt;
  Known truth{std::vector<double>(dim()), std::vector<double>(dim()), 0};
  for (std::size_t i = 0; i < dim(); ++i) {
    truth.variance[i] = sd_[i] * sd_[i] / p;
    truth.log_Z += half_log_2pi + 0.5 * std::log(truth.variance[i]) -
                   weights.V * (half_log_2pi + std::log(sd_[i]) - 0.5 * std::log(prior_precision_));
  }
  truth.mean[0] = mean_of_first(weights);
  truth.log_Z += 0.5 * truth.mean[0] * truth.mean[0] / truth.variance[0];
  warp_moments(truth.mean, truth.variance);
  return truth;
}

void WarpedGaussian::draw(const Target& target, std::span<float> theta, Rng& rng) const {
  const Weights weights = target.weights();
  std::vector<double> y(dim());
  for (std::size_t i = 0; i < dim(); ++i)
    y[i] = sd_[i] / std::sqrt(precision(weights)) * rng.normal();
  y[0] += mean_of_first(weights);
  warp(y, theta);
}

Energy WarpedGaussian::evaluate(std::span<const float> theta, Weights weights,
                                std::span<float> gradient) {
  const double log_jacobian = unwarp(theta, y_);
  Energy energy{0, log_jacobian};
  for (std::size_t i = 0; i < dim(); ++i) {
    const double scaled = y_[i] / sd_[i];
    energy.U += 0.5 * (1 - prior_precision_) * scaled * scaled;
    energy.V += 0.5 * prior_precision_ * scaled * scaled + half_log_2pi + std::log(sd_[i]) -
                0.5 * std::log(prior_precision_);
    derivatives_[i] = precision(weights) * scaled / sd_[i];
  }
  if (gradient.empty()) return energy;
  pull_back(y_, weights.V, derivatives_);
  for (std::size_t i = 0; i < dim(); ++i) gradient[i] = static_cast<float>(derivatives_[i]);
  return energy;
}

}  // namespace temper
