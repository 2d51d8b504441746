#include "potential/line_potential.h"

#include <cmath>

#include "base/half_log_2pi.h"
#include "config/section.h"

namespace temper {
namespace {

/// Where the density along the line is negligible, in standard deviations of the weighted prior.
constexpr double reach_in_sd = 9;

}  // namespace

LinePotential::LinePotential(const Section& options, std::int64_t usual_dim)
    : dim_(options.count("dim", {.fallback = usual_dim, .min = 1, .help = "number of parameters"})),
      across_sd_(options.number("across_sd", {.fallback = 1.0,
                                              .min = 0,
                                              .above_min = true,
                                              .help = "of all parameters but the first"})),
      prior_sd_(options.number("prior_sd", {.fallback = 3.0, .min = 0, .above_min = true})) {}

double LinePotential::across_precision(Weights weights) const {
  return weights.U / (across_sd_ * across_sd_) + weights.V / (prior_sd_ * prior_sd_);
}

const LineTable& LinePotential::table(Weights weights) const {
  if (table_ && table_weights_.U == weights.U && table_weights_.V == weights.V) return *table_;
  const auto energy = [&](double x) {
    double slope;
    return weights.U * along(x, slope) + weights.V * x * x / (2 * prior_sd_ * prior_sd_);
  };
  table_.emplace(energy, reach_in_sd * prior_sd_ / std::sqrt(weights.V));
  table_weights_ = weights;
  return *table_;
}

std::optional<Known> LinePotential::known(const Target& target) const {
  const Weights weights = target.weights();
  if (!(weights.V > 0)) return std::nullopt;
  const LineTable& line = table(weights);
  const double precision = across_precision(weights);
  const auto n_across = static_cast<double>(dim_ - 1);

  Known truth{std::vector<double>(dim_, 0), std::vector<double>(dim_, 1 / precision), 0};
  truth.mean[0] = line.mean();
  truth.variance[0] = line.variance();
  truth.log_Z = line.log_integral() + n_across * (half_log_2pi - 0.5 * std::log(precision)) -
                weights.V * static_cast<double>(dim_) * (half_log_2pi + std::log(prior_sd_));
  return truth;
}

void LinePotential::draw(const Target& target, std::span<float> theta, Rng& rng) const {
  const Weights weights = target.weights();
  theta[0] = static_cast<float>(table(weights).draw(rng));
  for (std::size_t i = 1; i < dim_; ++i)
    theta[i] = static_cast<float>(rng.normal() / std::sqrt(across_precision(weights)));
}

Energy LinePotential::evaluate(std::span<const float> theta, Weights weights,
                               std::span<float> gradient) {
  double slope = 0, across = 0;
  const double first = theta[0];
  const double U_along = along(first, slope);
  for (std::size_t i = 1; i < dim_; ++i) across += double{theta[i]} * theta[i];
  const double prior_precision = 1 / (prior_sd_ * prior_sd_);
  const Energy energy{U_along + across / (2 * across_sd_ * across_sd_),
                      (first * first + across) * prior_precision / 2 +
                          static_cast<double>(dim_) * (half_log_2pi + std::log(prior_sd_))};
  if (gradient.empty()) return energy;
  gradient[0] = static_cast<float>(weights.U * slope + weights.V * first * prior_precision);
  const double precision = across_precision(weights);
  for (std::size_t i = 1; i < dim_; ++i) gradient[i] = static_cast<float>(precision * theta[i]);
  return energy;
}

}  // namespace temper
