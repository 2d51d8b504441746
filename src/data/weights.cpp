#include "data/weights.h"

#include <numeric>

#include "base/errors.h"

namespace temper {

std::vector<double> training_weights(const RawData& raw, const std::vector<std::uint32_t>& rows,
                                     bool balance) {
  if (raw.weights.empty() && !balance) return {};
  if (balance && raw.labels.of.empty())
    throw DataError(raw.origin +
                    ": class_weights = \"balanced\" needs classes, and its target is "
                    "numbers; give weights by a column: data.weights");
  std::vector<double> weights;
  for (const auto row : rows) weights.push_back(raw.weights.empty() ? 1 : raw.weights[row]);
  if (balance) {
    std::vector<double> of_class(raw.labels.class_names.size(), 0);
    const auto label = [&](std::size_t i) {
      return static_cast<std::size_t>(raw.labels.of[rows[i]]);
    };
    for (std::size_t i = 0; i < rows.size(); ++i) of_class[label(i)] += weights[i];
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (weights[i] > 0) weights[i] /= of_class[label(i)];
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(sum > 0)) throw DataError(raw.origin + ": every training example has a weight of 0");
  if (raw.weights_count && !balance) return weights;
  for (double& weight : weights) weight *= static_cast<double>(weights.size()) / sum;
  return weights;
}

}  // namespace temper
