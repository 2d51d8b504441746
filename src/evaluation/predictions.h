#pragma once
// What a run predicts for a part of its data, as predictions.h5 keeps it.

#include <cstddef>
#include <string>
#include <vector>

#include "evaluation/ensembles.h"
#include "posterior/network_posterior.h"
#include "store/predictions_file.h"

namespace temper {

/// The part to score on: test, else validation, else training.
struct ScoredPart {
  std::string name;
  const Part* part;
};

ScoredPart choose_part(const Dataset& data);

/// Predicts and scores with each ensemble; keeps the inputs that the last one is least sure of.
StoredPredictions predict_with(NetworkPosterior& network, const RunFolder& folder,
                               const StoredTables& tables, const std::vector<Ensemble>& ensembles);

/// Adds the log likelihood of every training example at each of `draws` [draw, copy].
void write_log_likelihoods(NetworkPosterior& network, const RunFolder& folder,
                           const StoredTables& tables, const std::vector<StoredTheta>& draws,
                           PredictionsFile& file);

}  // namespace temper
