#include "posterior/metrics.h"

#include <algorithm>

namespace temper {

double count_right(std::span<const double> probabilities, std::span<const std::int32_t> labels) {
  const std::size_t n_classes = labels.empty() ? 0 : probabilities.size() / labels.size();
  double right = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto p = probabilities.subspan(row * n_classes, n_classes);
    if (std::max_element(p.begin(), p.end()) - p.begin() == labels[row]) ++right;
  }
  return right;
}

double sum_squared_error(std::span<const double> predictions, std::span<const float> targets,
                         std::size_t n_targets, const Scaling& scaling) {
  double sum = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::size_t row = i / n_targets, j = i % n_targets;
    const bool scaled = !scaling.sd.empty();
    const double target = scaled ? scaling.mean[j] + scaling.sd[j] * targets[i] : targets[i];
    const double error = predictions[row * 2 * n_targets + j] - target;
    sum += error * error;
  }
  return sum;
}

}  // namespace temper
