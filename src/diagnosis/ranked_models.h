#pragma once
// Several models of the same data by their evidence: which of them the data speak for, and which of
// them can't be ranked, because their log Z isn't to be believed.

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "diagnosis/diagnosed_run.h"

namespace temper {

struct RankedModel {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  std::string name;
  std::size_t n_parameters = 0;
  double log_Z = unknown, standard_error = unknown;
  std::string doubt;  ///< why it has no place among the others; "": it has one

  /// By rank_models; NaN without a place.
  double log_bayes_factor = unknown;  ///< log Z less that of the best
  double bayes_factor_error = unknown;
  double probability = unknown;  ///< given the data, if all with a place were as likely before
};

/// What a run says of its model. There is doubt where the ladder doesn't lead from the posterior to
/// the prior, where no replica has walked it, and where the verdict on the run is grave.
RankedModel model_of(const DiagnosedRun& run, const std::string& name);

/// Gives those without doubt their Bayes factor and probability.
void rank_models(std::vector<RankedModel>& models);

/// Which model the data prefer, and which others lie within two standard errors of it: a sentence.
std::string answer_of(const std::vector<RankedModel>& models);

}  // namespace temper
