#include "tempering/step_adaptation.h"

#include <cmath>

namespace temper {
namespace {

// Hoffman & Gelman 2014, section 3.2.1.
constexpr double shrinkage = 0.05, first_updates = 10, decay = 0.75;

double log_exploring(double anchor, double mean_error, double n_updates) {
  return anchor - std::sqrt(n_updates) / shrinkage * mean_error;
}

}  // namespace

StepAdaptation::StepAdaptation(const std::vector<double>& step, double target_accept)
    : target_accept_(target_accept), mean_error_(step.size(), 0.0), n_updates_(step.size(), 0.0) {
  for (const double guess : step) {
    anchor_.push_back(std::log(10 * guess));
    log_averaged_.push_back(std::log(guess));
  }
}

void StepAdaptation::update(const std::vector<double>& accept_prob) {
  for (std::size_t k = 0; k < accept_prob.size(); ++k) {
    if (std::isnan(accept_prob[k])) continue;
    const double t = ++n_updates_[k];
    const double weight = 1 / (t + first_updates);
    mean_error_[k] += weight * (target_accept_ - accept_prob[k] - mean_error_[k]);
    const double share = std::pow(t, -decay);
    log_averaged_[k] += share * (log_exploring(anchor_[k], mean_error_[k], t) - log_averaged_[k]);
  }
}

std::vector<double> StepAdaptation::exploring() const {
  std::vector<double> step = averaged();  // a rung without an update keeps its first guess
  for (std::size_t k = 0; k < step.size(); ++k)
    if (n_updates_[k] > 0)
      step[k] = std::exp(log_exploring(anchor_[k], mean_error_[k], n_updates_[k]));
  return step;
}

std::vector<double> StepAdaptation::averaged() const {
  std::vector<double> step;
  for (const double log_step : log_averaged_) step.push_back(std::exp(log_step));
  return step;
}

std::vector<double> StepAdaptation::save() const {
  std::vector<double> saved;
  for (const auto* part : {&anchor_, &mean_error_, &log_averaged_, &n_updates_})
    saved.insert(saved.end(), part->begin(), part->end());
  return saved;
}

void StepAdaptation::restore(const std::vector<double>& saved) {
  const auto n = static_cast<std::ptrdiff_t>(anchor_.size());
  auto first = saved.begin();
  for (auto* part : {&anchor_, &mean_error_, &log_averaged_, &n_updates_}) {
    part->assign(first, first + n);
    first += n;
  }
}

}  // namespace temper
