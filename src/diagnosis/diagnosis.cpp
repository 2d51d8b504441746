#include "diagnosis/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/printable.h"
#include "diagnosis/evidence_report.h"
#include "diagnosis/kept_sweeps.h"
#include "diagnosis/topics.h"
#include "diagnosis/walls.h"

namespace temper {
namespace {

Purpose purpose_of(const DiagnosedRun& run) {
  const auto goal = run.config.section("run").text("goal", "sample", "");
  if (goal == "optimise") return Purpose::search;
  if (goal == "predict" && run.tables.n_rungs == 1) return Purpose::ensemble;
  if (run.tables.committed == 0) return Purpose::sample;
  return std::isinf(beta_of(run.tables, run.tables.n_rungs - 1)) ? Purpose::descents
                                                                 : Purpose::sample;
}

DiagnosisFinding too_short(const DiagnosedRun& run) {
  return {
      "run.too-short",
      Severity::care,
      fmt::format("{} sweeps have been kept after warm-up and adaptation, and {} are the fewest "
                  "to judge by.",
                  run.sweeps.size(), fewest_sweeps),
      fmt::format("Wait, or temper resume {} --sweeps {}.", shell_word(run.path),
                  10 * fewest_sweeps),
      {{"sweeps", static_cast<double>(run.sweeps.size())}}};
}

/// A search's ladder hands down what hot rungs find: what a sampler's would need is no fault of it.
void note_ladder(const DiagnosedRun& run, Diagnosis& diagnosis) {
  judge_ladder(run, diagnosis);
  for (auto& finding : diagnosis.findings)
    if (finding.id.starts_with("ladder.")) finding.severity = Severity::note;
}

void add_evidence(const DiagnosedRun& run, Diagnosis& diagnosis) {
  if (!why_no_evidence(run).empty()) {
    if (auto finding = beyond_walls(run)) diagnosis.findings.push_back(std::move(*finding));
    return;
  }
  auto report = judge_evidence(run);
  diagnosis.evidence = report.evidence;
  for (auto& finding : report.findings)
    if (finding.severity != Severity::note) diagnosis.findings.push_back(std::move(finding));
}

}  // namespace

const char* name_of(Light light) {
  constexpr const char* names[] = {"green", "amber", "red", "grey"};
  return names[static_cast<std::size_t>(light)];
}

const char* name_of(Purpose purpose) {
  constexpr const char* names[] = {"sample", "search", "descents", "ensemble"};
  return names[static_cast<std::size_t>(purpose)];
}

Diagnosis diagnose(const DiagnosedRun& run) {
  Diagnosis diagnosis;
  diagnosis.path = run.path;
  diagnosis.committed = run.tables.committed;
  diagnosis.n_sweeps = run.sweeps.size();
  diagnosis.n_rungs = run.tables.n_rungs;
  diagnosis.n_copies = run.tables.n_copies;
  diagnosis.purpose = purpose_of(run);
  if (diagnosis.is_too_short()) {
    diagnosis.findings.push_back(too_short(run));
  } else if (diagnosis.purpose == Purpose::ensemble) {
    judge_ensemble(run, diagnosis);
  } else if (diagnosis.purpose == Purpose::sample) {
    judge_convergence(run, diagnosis);
    judge_ladder(run, diagnosis);
    judge_temperature(run, diagnosis);
    add_evidence(run, diagnosis);
  } else {
    judge_descent(run, diagnosis);
    if (diagnosis.purpose == Purpose::search) note_ladder(run, diagnosis);
  }
  std::stable_sort(
      diagnosis.findings.begin(), diagnosis.findings.end(),
      [](const DiagnosisFinding& a, const DiagnosisFinding& b) { return a.severity > b.severity; });
  give_verdict(diagnosis);
  return diagnosis;
}

}  // namespace temper
