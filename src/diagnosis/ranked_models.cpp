#include "diagnosis/ranked_models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/diagnosis.h"
#include "diagnosis/evidence_report.h"

namespace temper {
namespace {

constexpr double close_in_errors = 2;

std::string doubt_of(const Diagnosis& diagnosis) {
  if (diagnosis.light == Light::red || diagnosis.light == Light::grey) return diagnosis.verdict;
  if (!diagnosis.evidence) return "the run is no sample of its posterior";
  if (!diagnosis.ladder || diagnosis.ladder->all_round_trips() == 0)
    return "no replica has walked the ladder to the prior and back";
  return "";
}

/// The one of highest log Z; nullptr if none has a place.
const RankedModel* best_of(const std::vector<RankedModel>& models) {
  const RankedModel* best = nullptr;
  for (const auto& model : models)
    if (model.doubt.empty() && (best == nullptr || model.log_Z > best->log_Z)) best = &model;
  return best;
}

}  // namespace

RankedModel model_of(const DiagnosedRun& run, const std::string& name) {
  RankedModel model;
  model.name = name;
  model.n_parameters = run.tables.n_parameters;
  model.doubt = why_no_evidence(run);
  if (!model.doubt.empty()) return model;
  const auto diagnosis = diagnose(run);
  const auto found = diagnosis.evidence ? *diagnosis.evidence : judge_evidence(run).evidence;
  model.log_Z = found.log_Z;
  model.standard_error = found.standard_error;
  model.doubt = doubt_of(diagnosis);
  return model;
}

void rank_models(std::vector<RankedModel>& models) {
  const auto* const best = best_of(models);
  if (best == nullptr) return;
  double sum = 0;
  for (auto& model : models) {
    if (!model.doubt.empty()) continue;
    model.log_bayes_factor = model.log_Z - best->log_Z;
    model.bayes_factor_error =
        &model == best ? 0 : std::hypot(model.standard_error, best->standard_error);
    model.probability = std::exp(model.log_bayes_factor);
    sum += model.probability;
  }
  for (auto& model : models) model.probability /= sum;
}

std::string answer_of(const std::vector<RankedModel>& models) {
  const auto* const best = best_of(models);
  if (best == nullptr) return "No model has a log Z that can be believed.";
  std::vector<std::string> near;
  for (const auto& model : models)
    if (&model != best && -model.log_bayes_factor <= close_in_errors * model.bayes_factor_error)
      near.push_back(model.name);
  auto text = fmt::format("The data prefer {}, with probability {:.2g} among those ranked",
                          best->name, best->probability);
  if (!near.empty())
    text += fmt::format("; within {} standard errors of it: {}", close_in_errors,
                        fmt::join(near, ", "));
  return text + ".";
}

}  // namespace temper
