#include "store/predictions_file.h"

#include "store/own_files.h"
#include "store/run_layout.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

using enum ElementType;

constexpr std::uint64_t predictions_format_version = 1;

template <class T>
DatasetLayout dataset(const char* name, ElementType type,
                      const std::vector<std::string>& dimensions, const std::vector<T>& values,
                      const char* meaning, const char* units = "") {
  return {.name = name,
          .type = type,
          .dimensions = dimensions,
          .attributes = {{"long_name", std::string(meaning)}, {"units", std::string(units)}},
          .contents = contents_of(values)};
}

/// One member of every predictor, one after another.
template <class T>
std::vector<T> joined(const StoredPredictions& predictions,
                      std::vector<T> StoredPredictor::*member) {
  std::vector<T> all;
  for (const auto& predictor : predictions.predictors)
    all.insert(all.end(), (predictor.*member).begin(), (predictor.*member).end());
  return all;
}

std::vector<DatasetLayout> of_predictors(const StoredPredictions& predictions) {
  std::vector<std::uint64_t> n_thetas;
  for (const auto& predictor : predictions.predictors) n_thetas.push_back(predictor.n_thetas);
  return {dataset("n_thetas", uint64, {"predictor"}, n_thetas, "thetas averaged over"),
          dataset("score", float64, {"predictor", "score_name"},
                  joined(predictions, &StoredPredictor::scores), "scores of the predictions"),
          dataset("score_error", float64, {"predictor", "score_name"},
                  joined(predictions, &StoredPredictor::score_errors),
                  "standard errors of the scores over the examples; NaN: none is known"),
          dataset("uncertainty", float64, {"predictor", "example"},
                  joined(predictions, &StoredPredictor::uncertainty),
                  "entropy in nats, or sd of the target in units of its sd over the data")};
}

std::vector<DatasetLayout> of_classes(const StoredPredictions& predictions) {
  return {dataset("label", int32, {"example"}, predictions.labels, "the true class"),
          dataset("probability", float32, {"predictor", "example", "class"},
                  joined(predictions, &StoredPredictor::probability), "predictive probability")};
}

std::vector<DatasetLayout> of_targets(const StoredPredictions& predictions) {
  const std::vector<std::string> dimensions = {"predictor", "example", "target_name"};
  return {dataset("target", float64, {"example", "target_name"}, predictions.targets,
                  "the true target", "original"),
          dataset("mean", float64, dimensions, joined(predictions, &StoredPredictor::mean),
                  "predictive mean", "original"),
          dataset("sd", float64, dimensions, joined(predictions, &StoredPredictor::sd),
                  "predictive standard deviation", "original")};
}

std::vector<DatasetLayout> datasets_of(const StoredPredictions& predictions) {
  auto datasets = of_predictors(predictions);
  const auto add = [&](const std::vector<DatasetLayout>& more) {
    datasets.insert(datasets.end(), more.begin(), more.end());
  };
  add(predictions.labels.empty() ? of_targets(predictions) : of_classes(predictions));
  add({dataset("shown", uint64, {"rank"}, predictions.shown,
               "examples whose inputs are kept, the least certain first"),
       dataset("shown_inputs", float32, {"rank", "input"}, predictions.shown_inputs,
               "their inputs in the data's own units"),
       static_checksum_dataset()});
  if (predictions.likelihood_sweep.empty()) return datasets;
  add({dataset("likelihood_sweep", uint64, {"draw"}, predictions.likelihood_sweep,
               "sweep after which the draw was stored", "sweeps"),
       dataset("log_likelihood", float32, {"draw", "copy", "training_example"},
               std::vector<float>{}, "log likelihood of each training example at rung 0", "nat")});
  return datasets;
}

std::vector<Dimension> dimensions_of(const StoredPredictions& predictions) {
  const bool classifies = !predictions.labels.empty();
  const auto n_inputs =
      predictions.shown.empty() ? 0 : predictions.shown_inputs.size() / predictions.shown.size();
  std::vector<Dimension> dimensions = {
      {"predictor", predictions.predictors.size()},
      {"score_name", predictions.score_names.size()},
      {"example", predictions.n_examples},
      {classifies ? "class" : "target_name", predictions.n_outputs},
      {"rank", predictions.shown.size()},
      {"input", n_inputs}};
  if (predictions.likelihood_sweep.empty()) return dimensions;
  dimensions.insert(dimensions.end(),
                    {{"draw", predictions.likelihood_sweep.size()},
                     {"copy", predictions.n_copies},
                     {"training_example", predictions.n_training, /*has_values=*/false}});
  return dimensions;
}

std::vector<Attribute> attributes_of(const StoredPredictions& predictions) {
  std::vector<std::string> names;
  for (const auto& predictor : predictions.predictors) names.push_back(predictor.name);
  return {{"format", std::string("temper-predictions")},
          {"format_version", predictions_format_version},
          {"committed", predictions.committed},
          {"part", predictions.part},
          {"predictor_names", names},
          {"score_names", predictions.score_names},
          {"input_names", predictions.input_names},
          {"input_shape", predictions.input_shape}};
}

}  // namespace

PredictionsFile::PredictionsFile(const std::string& path, const StoredPredictions& predictions)
    : file_((require_replaceable(path, "predictions"),
             PreallocatedFile::create(path,
                                      {.attributes = attributes_of(predictions),
                                       .dimensions = dimensions_of(predictions),
                                       .datasets = datasets_of(predictions)},
                                      PreallocatedFile::Writers::several))) {}

void PredictionsFile::write_log_likelihood(std::uint64_t row, const std::vector<float>& values) {
  file_.write("log_likelihood", row, values);
}

void PredictionsFile::publish() {
  write_static_checksum(file_);
  file_.publish(/*durable=*/false);
}

}  // namespace temper
