#pragma once
// Scores of predictions, for programs.

#include <string>
#include <vector>

#include "files/json.h"
#include "store/predictions_file.h"

namespace temper {

/// {name: {"value": …, "standard_error": …}} of each score; null where none is known.
Json scores_json(const std::vector<std::string>& names, const StoredPredictor& predictor);

}  // namespace temper
