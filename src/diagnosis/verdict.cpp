#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "diagnosis/topics.h"

namespace temper {
namespace {

Light light_of(const Diagnosis& diagnosis) {
  if (diagnosis.is_too_short()) return Light::grey;
  const auto& findings = diagnosis.findings;  // the gravest first
  if (findings.empty() || findings.front().severity == Severity::note) return Light::green;
  return findings.front().severity == Severity::care ? Light::amber : Light::red;
}

/// What a search or descents are worth: never draws from a distribution.
std::string of_descents(const Diagnosis& diagnosis) {
  const auto n = diagnosis.n_rungs * diagnosis.n_copies;
  if (diagnosis.purpose == Purpose::search)
    return "a search for the lowest minimum, judged as one: its states are no sample";
  const auto& found = diagnosis.findings;
  const bool falls = std::any_of(found.begin(), found.end(),
                                 [](const auto& one) { return one.id == "descent.falling"; });
  return fmt::format("{} descent{} at T = 0 {}: their spread is no posterior", n, n == 1 ? "" : "s",
                     falls ? "that still fall" : "have come to rest");
}

/// Copies that agree may still all have missed something; those that don't are worth predictions.
std::string of_ensemble(const Diagnosis& diagnosis) {
  const auto& all = diagnosis.quantities;
  const auto how = all.empty() || std::isnan(all.front().r_hat)
                       ? std::string()
                       : fmt::format(" (R-hat of U {:.2f})", all.front().r_hat);
  return fmt::format(
      "an ensemble of {} copies, each about where its own descent ended{}: good for predictions, no "
      "draws of the posterior",
      diagnosis.n_copies, how);
}

/// What a run without a finding has shown.
std::string of_sample(const Diagnosis& diagnosis) {
  std::string text;
  const auto say = [&](const std::string& clause) { text += (text.empty() ? "" : "; ") + clause; };
  if (diagnosis.n_copies > 1)
    say(fmt::format("{} copies agree", diagnosis.n_copies));
  else
    say("halves of one copy agree, and between copies nothing could be seen");
  if (const auto& ladder = diagnosis.ladder)
    say(fmt::format("{} round trips, {:.0f} predicted", ladder->all_round_trips(),
                    ladder->predicted_trips));
  const auto& all = diagnosis.thermometers;
  const auto n_unsure =
      std::count_if(all.begin(), all.end(), [](const Thermometer& t) { return t.is_unsure(); });
  if (!all.empty() && n_unsure == 0) say("rungs are at their temperatures");
  return text;
}

std::string shown_by(const Diagnosis& diagnosis) {
  switch (diagnosis.purpose) {
    case Purpose::sample:
      return of_sample(diagnosis);
    case Purpose::ensemble:
      return of_ensemble(diagnosis);
    case Purpose::search:
    case Purpose::descents:
      break;
  }
  return of_descents(diagnosis);
}

}  // namespace

void give_verdict(Diagnosis& diagnosis) {
  diagnosis.light = light_of(diagnosis);
  if (diagnosis.light == Light::grey) {
    diagnosis.verdict = fmt::format("too short to judge: {} kept sweeps", diagnosis.n_sweeps);
  } else if (diagnosis.light == Light::green) {
    diagnosis.verdict = "nothing to change: " + shown_by(diagnosis);
  } else {
    const auto severity = diagnosis.findings.front().severity;
    const auto n = std::count_if(
        diagnosis.findings.begin(), diagnosis.findings.end(),
        [](const DiagnosisFinding& finding) { return finding.severity != Severity::note; });
    auto what = diagnosis.findings.front().what;
    if (what.ends_with('.')) what.pop_back();
    if (std::islower(static_cast<unsigned char>(what[1])))  // not "U": a word
      what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
    diagnosis.verdict =
        (severity == Severity::grave ? "don't rely on it yet: " : "to be read with care: ") + what;
    if (n > 1) diagnosis.verdict += fmt::format("; and {} more", n - 1);
  }
}

}  // namespace temper
