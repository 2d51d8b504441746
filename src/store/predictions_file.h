#pragma once
// RUN/predictions.h5: what a run predicts for examples that it was not trained on, with enough
// beside it to draw and score the predictions without the data (FORMAT.md).

#include <cstdint>
#include <string>
#include <vector>

#include "h5/preallocated_file.h"
#include "store/run_folder.h"

namespace temper {

/// Predictions averaged over some thetas.
struct StoredPredictor {
  std::string name;
  std::uint64_t n_thetas = 0;
  std::vector<double> scores = {};         ///< [score]
  std::vector<double> score_errors = {};   ///< [score] standard errors; NaN: none is known
  std::vector<float> probability = {};     ///< [example, class], of classification
  std::vector<double> mean = {}, sd = {};  ///< [example, target] in original units, of regression
  std::vector<double> uncertainty = {};    ///< [example]
};

struct StoredPredictions {
  std::uint64_t committed = 0;  ///< sweeps that the run had
  std::string part = {};        ///< "test", "validation" or "training"
  std::uint64_t n_examples = 0;
  std::uint64_t n_outputs = 0;  ///< classes or targets
  std::vector<std::string> score_names = {};
  std::vector<StoredPredictor> predictors = {};
  std::vector<std::int32_t> labels = {};  ///< [example], of classification
  std::vector<double> targets = {};       ///< [example, target] in original units, of regression

  std::vector<std::uint64_t> shown = {};      ///< examples whose inputs are kept, the first first
  std::vector<float> shown_inputs = {};       ///< [shown, input] in the data's own units
  std::vector<std::string> input_names = {};  ///< empty for images
  std::vector<double> input_shape = {};       ///< n_inputs; or channels, height, width

  std::vector<std::uint64_t> likelihood_sweep = {};  ///< [draw]; empty: no log likelihoods
  std::uint64_t n_copies = 0, n_training = 0;
};

/// The file at `path`, whole or not at all: it gets its name with `publish`.
class PredictionsFile {
 public:
  /// Lays it out and writes all but the log likelihoods. Several may do so at once: the last one
  /// to publish stays. Throws IoError; UsageError if `path` is a file that isn't Temper's.
  PredictionsFile(const std::string& path, const StoredPredictions& predictions);

  /// @param row  of `likelihood_sweep`; @param values  [copy, training example], nats
  void write_log_likelihood(std::uint64_t row, const std::vector<float>& values);

  void publish();

 private:
  PreallocatedFile file_;
};

}  // namespace temper
