#pragma once
// Several models side by side: their evidence, and how well they predict what they haven't seen.

#include <optional>
#include <string>
#include <vector>

#include "diagnosis/ranked_models.h"
#include "files/json.h"
#include "store/predictions_file.h"

namespace temper {

/// A row of the table.
struct EvidenceRow {
  RankedModel model;
  std::string run;
  std::optional<double> value = {};              ///< of the key of --over
  std::optional<StoredPredictions> scores = {};  ///< by its posterior draws, of one predictor
};

std::vector<RankedModel> models_of(const std::vector<EvidenceRow>& rows);

/// The table, a line for each model without a place in it, and the answer.
std::string evidence_table(const std::vector<EvidenceRow>& rows);

/// The same for programs, and for the page of the comparison: src/diagnosis/FORMAT.md.
/// @param key  of --over; "" without
Json evidence_json(const std::vector<EvidenceRow>& rows, const std::string& key);

/// How the text of that begins, by which the file is known as Temper's.
constexpr const char* evidence_beginning = "{\n  \"format\": \"temper-evidence\"";

}  // namespace temper
