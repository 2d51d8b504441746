#include "evaluation/predictions.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>

#include "posterior/predictive.h"

namespace temper {
namespace {

constexpr std::size_t most_shown = 24;
constexpr double rounding = std::numeric_limits<float>::epsilon();

std::vector<float> in_float32(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

/// What float32 can't tell from zero is zero.
std::vector<double> in_original_units(std::span<const float> values, const Scaling& scaling,
                                      std::size_t width) {
  std::vector<double> original(values.begin(), values.end());
  if (scaling.mean.empty()) return original;
  for (std::size_t i = 0; i < original.size(); ++i) {
    const double mean = scaling.mean[i % width];
    original[i] = mean + scaling.sd[i % width] * original[i];
    if (std::abs(original[i]) < std::abs(mean) * rounding) original[i] = 0;
  }
  return original;
}

Predictive average(NetworkPosterior& network, const RunFolder& folder, const StoredTables& tables,
                   const Ensemble& ensemble, const Part& part) {
  Predictive predictive(network.data(), part, network.noise());
  std::vector<double> predictions(part.n * network.n_predictions());
  std::vector<float> theta(tables.n_parameters);
  for (const auto& member : ensemble.members) {
    read_theta(folder, tables, member, theta);
    network.predict(theta, part, predictions);
    predictive.add(predictions);
  }
  return predictive;
}

StoredPredictor stored(const std::string& name, const Predictive& predictive, Task task) {
  StoredPredictor predictor{.name = name, .n_thetas = predictive.n_members()};
  for (const auto& score : predictive.scores()) {
    predictor.scores.push_back(score.value);
    predictor.score_errors.push_back(score.error);
  }
  if (task == Task::classification) {
    predictor.probability = in_float32(predictive.probabilities());
  } else {
    predictor.mean = predictive.means();
    predictor.sd = predictive.sds();
  }
  predictor.uncertainty = predictive.uncertainties();
  return predictor;
}

/// The indices of the largest values, the largest first; of equals, the first first; NaNs last.
std::vector<std::uint64_t> largest(std::vector<double> values) {
  for (double& value : values)
    if (std::isnan(value)) value = -std::numeric_limits<double>::infinity();
  std::vector<std::uint64_t> order(values.size());
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  std::ranges::stable_sort(order, [&](auto a, auto b) { return values[a] > values[b]; });
  order.resize(std::min(order.size(), most_shown));
  return order;
}

void keep_least_certain(StoredPredictions& predictions, const Dataset& data, const Part& part) {
  predictions.shown = largest(predictions.predictors.back().uncertainty);
  for (const auto example : predictions.shown) {
    const auto inputs =
        in_original_units(part.inputs.subspan(example * data.n_inputs, data.n_inputs),
                          data.input_scaling, data.n_inputs);
    predictions.shown_inputs.insert(predictions.shown_inputs.end(), inputs.begin(), inputs.end());
  }
  predictions.input_names = data.input_names;
  predictions.input_shape.assign(data.input_shape.begin(), data.input_shape.end());
}

}  // namespace

ScoredPart choose_part(const Dataset& data) {
  if (data.test.n > 0) return {"test", &data.test};
  if (data.validation.n > 0) return {"validation", &data.validation};
  return {"training", &data.train};
}

StoredPredictions predict_with(NetworkPosterior& network, const RunFolder& folder,
                               const StoredTables& tables, const std::vector<Ensemble>& ensembles) {
  const auto& data = network.data();
  const auto [name, part] = choose_part(data);
  StoredPredictions predictions{.committed = tables.committed, .part = name};
  predictions.n_examples = part->n;
  predictions.n_outputs = data.task == Task::classification ? data.n_classes : data.n_targets;
  for (const auto& ensemble : ensembles) {
    const auto predictive = average(network, folder, tables, ensemble, *part);
    predictions.predictors.push_back(stored(ensemble.name, predictive, data.task));
    if (predictions.score_names.empty())
      for (const auto& score : predictive.scores()) predictions.score_names.push_back(score.name);
  }
  predictions.labels.assign(part->labels.begin(), part->labels.end());
  predictions.targets = in_original_units(part->targets, data.target_scaling, data.n_targets);
  keep_least_certain(predictions, data, *part);
  return predictions;
}

bool have_same_examples(const Dataset& one, const Dataset& two) {
  const auto a = choose_part(one), b = choose_part(two);
  return a.name == b.name && std::ranges::equal(a.part->inputs, b.part->inputs) &&
         std::ranges::equal(a.part->labels, b.part->labels) &&
         std::ranges::equal(a.part->targets, b.part->targets);
}

void put_before(StoredPredictions& predictions, StoredPredictions other, const std::string& whose) {
  const auto name = std::filesystem::path(whose).filename().string();
  for (auto& predictor : other.predictors) predictor.name = name + ": " + predictor.name;
  predictions.predictors.insert(predictions.predictors.begin(), other.predictors.begin(),
                                other.predictors.end());
}

void write_log_likelihoods(NetworkPosterior& network, const RunFolder& folder,
                           const StoredTables& tables, const std::vector<StoredTheta>& draws,
                           PredictionsFile& file) {
  const std::size_t n = network.n_points();
  std::vector<float> theta(tables.n_parameters), values(n * tables.n_copies);
  std::vector<double> losses(n);
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const std::size_t copy = i % tables.n_copies;
    read_theta(folder, tables, draws[i], theta);
    network.pointwise(theta, {}, losses);
    for (std::size_t j = 0; j < n; ++j) values[copy * n + j] = static_cast<float>(-losses[j]);
    if (copy + 1 == tables.n_copies) file.write_log_likelihood(i / tables.n_copies, values);
  }
}

}  // namespace temper
