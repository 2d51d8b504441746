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

/// True if what two runs are scored on is the same, example by example.
bool have_same_examples(const Dataset& one, const Dataset& two);

/// Puts what another run predicts for the same examples first, under names that say whose it is.
/// @param whose  the other run's folder
void put_before(StoredPredictions& predictions, StoredPredictions other, const std::string& whose);

/// Adds the log likelihood of every training example at each of `draws` [draw, copy].
void write_log_likelihoods(NetworkPosterior& network, const RunFolder& folder,
                           const StoredTables& tables, const std::vector<StoredTheta>& draws,
                           PredictionsFile& file);

}  // namespace temper
