#include "tempering/metric.h"

#include <algorithm>
#include <cmath>

namespace temper {

void SquaredGradients::add(std::size_t rung, std::span<const double> gradient) {
  double* sum = sum_.data() + rung * n_parameters_;
  for (std::size_t i = 0; i < n_parameters_; ++i) sum[i] += gradient[i] * gradient[i];
  n_[rung] += 1;
}

Floats SquaredGradients::scale(std::size_t rung) const {
  constexpr double fewest = 10, prior_weight = 5;
  if (n_[rung] < fewest) return {};
  const double* sum = sum_.data() + rung * n_parameters_;
  double level = 0;
  for (std::size_t i = 0; i < n_parameters_; ++i) level += sum[i] / n_[rung];
  level /= static_cast<double>(n_parameters_);
  if (!(level > 0)) return {};
  std::vector<double> log_scale(n_parameters_);
  double mean_log = 0;
  for (std::size_t i = 0; i < n_parameters_; ++i) {
    log_scale[i] = -0.5 * std::log((sum[i] + prior_weight * level) / (n_[rung] + prior_weight));
    mean_log += log_scale[i] / static_cast<double>(n_parameters_);
  }
  Floats scale(n_parameters_);
  for (std::size_t i = 0; i < n_parameters_; ++i)
    scale[i] = static_cast<float>(std::exp(log_scale[i] - mean_log));
  return scale;
}

std::vector<double> SquaredGradients::save() const {
  auto saved = sum_;
  saved.insert(saved.end(), n_.begin(), n_.end());
  return saved;
}

void SquaredGradients::restore(const std::vector<double>& saved) {
  const auto middle = saved.begin() + static_cast<std::ptrdiff_t>(sum_.size());
  sum_.assign(saved.begin(), middle);
  n_.assign(middle, saved.end());
}

std::vector<double> saved_scales(const Scales& scales, std::size_t n_parameters) {
  std::vector<double> saved;
  for (const auto& scale : scales)
    if (scale.empty())
      saved.insert(saved.end(), n_parameters, 1.0);
    else
      saved.insert(saved.end(), scale.begin(), scale.end());
  return saved;
}

Scales restored_scales(const std::vector<double>& saved, std::size_t n_rungs) {
  const auto n_parameters = static_cast<std::ptrdiff_t>(saved.size() / n_rungs);
  Scales scales;
  for (auto first = saved.begin(); first != saved.end(); first += n_parameters) {
    const bool is_one = std::all_of(first, first + n_parameters, [](double s) { return s == 1; });
    scales.push_back(is_one ? Floats{} : Floats(first, first + n_parameters));
  }
  return scales;
}

}  // namespace temper
