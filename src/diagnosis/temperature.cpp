#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/levers.h"
#include "diagnosis/temperature_advice.h"
#include "diagnosis/topics.h"

namespace temper {
namespace {

/// What more sweeps would tell.
void note_what_is_unsure(const DiagnosedRun& run, Diagnosis& diagnosis) {
  std::vector<std::size_t> rungs;
  double longer = 1;
  for (const auto& t : diagnosis.thermometers) {
    if (!t.is_unsure()) continue;
    rungs.push_back(t.rung);
    for (const auto& reading : t.unsure_readings())
      longer = std::max(longer, reading.sweeps_to_tell());
  }
  if (rungs.empty()) return;
  const double sweeps = std::ceil(static_cast<double>(run.sweeps.size()) * longer);
  diagnosis.findings.push_back(
      {"temperature.unsure",
       Severity::note,
       fmt::format("Whether {} {} is not known.", rungs_text(rungs),
                   rungs.size() == 1 ? "is within 2 % of its temperature"
                                     : "are within 2 % of their temperatures"),
       fmt::format("Some {:.0f} sweeps would tell.", sweeps),
       {{"rungs", static_cast<double>(rungs.size())}, {"sweeps", sweeps}}});
}

/// What the thermometers can't see.
void note_blind_spot(const DiagnosedRun& run, Diagnosis& diagnosis) {
  const Levers levers(run);
  if (levers.thermal() && levers.is_minibatch() && !levers.thermal()->blind_spot().empty())
    diagnosis.findings.push_back(
        {"temperature.blind-spot", Severity::note, levers.thermal()->blind_spot(), "", {}});
}

}  // namespace

void judge_temperature(const DiagnosedRun& run, Diagnosis& diagnosis) {
  diagnosis.thermometers = read_thermometers(run);
  if (diagnosis.thermometers.empty()) return;
  for (auto& finding : temperature_findings(run, diagnosis.thermometers))
    diagnosis.findings.push_back(std::move(finding));
  note_what_is_unsure(run, diagnosis);
  note_blind_spot(run, diagnosis);
}

}  // namespace temper
