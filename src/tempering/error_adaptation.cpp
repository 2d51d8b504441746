#include "tempering/error_adaptation.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double order = 6;  // error² ~ step⁶, for integrators of second order

/// Shares of what the last sweep says, after t sweeps.
double gain(double t) { return std::max(0.1, std::pow(t, -0.6)); }
double forgetting(double t) { return std::max(0.05, 1 / t); }

/// Far from the aim the exponent isn't 6: a step grows at most twofold in a sweep.
const double most_growth = std::log(2.0);

std::vector<double> exp_of(const std::vector<double>& logarithms) {
  std::vector<double> values;
  for (const double logarithm : logarithms) values.push_back(std::exp(logarithm));
  return values;
}

}  // namespace

ErrorAdaptation::ErrorAdaptation(const std::vector<double>& step) : n_updates_(step.size(), 0.0) {
  for (const double guess : step) log_step_.push_back(std::log(guess));
  log_averaged_ = log_step_;
}

void ErrorAdaptation::update(const std::vector<double>& log_error, double log_target,
                             double log_final) {
  for (std::size_t k = 0; k < log_error.size(); ++k) {
    if (std::isnan(log_error[k])) continue;
    const double t = ++n_updates_[k];
    log_step_[k] += std::min(most_growth, gain(t) * (log_target - log_error[k]) / order);
    const double at_the_end = log_step_[k] + (log_final - log_target) / order;
    log_averaged_[k] += forgetting(t) * (at_the_end - log_averaged_[k]);
  }
}

std::vector<double> ErrorAdaptation::exploring() const { return exp_of(log_step_); }

std::vector<double> ErrorAdaptation::averaged() const { return exp_of(log_averaged_); }

std::vector<double> ErrorAdaptation::save() const {
  std::vector<double> saved;
  for (const auto* part : {&log_step_, &log_averaged_, &n_updates_})
    saved.insert(saved.end(), part->begin(), part->end());
  return saved;
}

void ErrorAdaptation::restore(const std::vector<double>& saved) {
  const auto n = static_cast<std::ptrdiff_t>(log_step_.size());
  auto first = saved.begin();
  for (auto* part : {&log_step_, &log_averaged_, &n_updates_}) {
    part->assign(first, first + n);
    first += n;
  }
}

}  // namespace temper
