#include "report/evidence_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "base/text_table.h"
#include "base/text_width.h"
#include "base/version.h"
#include "report/scores_json.h"

namespace temper {
namespace {

constexpr const char* shown_score = "log_score";

std::string score_text(const EvidenceRow& row) {
  if (!row.scores) return "-";
  const auto& names = row.scores->score_names;
  const auto found = std::find(names.begin(), names.end(), shown_score) - names.begin();
  const auto i = static_cast<std::size_t>(found);
  const auto& predictor = row.scores->predictors.front();
  return i < names.size() ? to_the_error(predictor.scores[i], predictor.score_errors[i]) : "-";
}

/// "log_score (test)".
std::string score_title(const std::vector<EvidenceRow>& rows) {
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const EvidenceRow& one) { return one.scores.has_value(); });
  return row == rows.end() ? "score" : fmt::format("{}, {}", shown_score, row->scores->part);
}

std::vector<std::string> cells_of(const EvidenceRow& row) {
  const auto& model = row.model;
  const bool is_ranked = model.doubt.empty();
  return {model.name,
          fmt::format("{}", model.n_parameters),
          to_the_error(model.log_Z, model.standard_error),
          is_ranked ? to_the_error(model.log_bayes_factor, model.bayes_factor_error) : "not ranked",
          is_ranked ? fmt::format("{:.3f}", model.probability) : "-",
          score_text(row)};
}

Json json_of(const StoredPredictions& scores) {
  const auto& predictor = scores.predictors.front();
  Json json = {{"part", scores.part}, {"n", scores.n_examples}, {"n_thetas", predictor.n_thetas}};
  json.update(scores_json(scores.score_names, predictor));
  return json;
}

Json json_of(const EvidenceRow& row) {
  const auto& model = row.model;
  return {{"name", model.name},
          {"run", row.run},
          {"value", row.value ? Json(*row.value) : Json()},
          {"n_parameters", model.n_parameters},
          {"log_Z", model.log_Z},
          {"standard_error", model.standard_error},
          {"doubt", model.doubt.empty() ? Json() : Json(model.doubt)},
          {"log_bayes_factor", model.log_bayes_factor},
          {"log_bayes_factor_error", model.bayes_factor_error},
          {"probability", model.probability},
          {"scores", row.scores ? json_of(*row.scores) : Json()}};
}

}  // namespace

std::vector<RankedModel> models_of(const std::vector<EvidenceRow>& rows) {
  std::vector<RankedModel> models;
  for (const auto& row : rows) models.push_back(row.model);
  return models;
}

std::string evidence_table(const std::vector<EvidenceRow>& rows) {
  TextTable table({{"model", true},
                   {"parameters"},
                   {"log Z"},
                   {"log Bayes factor"},
                   {"probability"},
                   {score_title(rows)}});
  for (const auto& row : rows) table.add(cells_of(row));
  auto text = table.text();
  for (const auto& row : rows)
    if (!row.model.doubt.empty())
      text += "\n" +
              wrapped(fmt::format("{} isn't ranked: {}", row.model.name, row.model.doubt),
                      usual_columns, 2) +
              "\n";
  return text + "\n" + wrapped(answer_of(models_of(rows))) + "\n";
}

Json evidence_json(const std::vector<EvidenceRow>& rows, const std::string& key) {
  Json json = {{"format", "temper-evidence"},
               {"format_version", 1},
               {"temper_version", version()},
               {"unit", "nat"},
               {"key", key.empty() ? Json() : Json(key)},
               {"answer", answer_of(models_of(rows))},
               {"models", Json::array()}};
  for (const auto& row : rows) json["models"].push_back(json_of(row));
  return json;
}

}  // namespace temper
