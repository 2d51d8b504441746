// temper evidence: log Z of a run whose ladder reaches the prior, with its standard error, and
// other ways to the same number beside it.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/commands.h"
#include "app/json.h"
#include "app/stored_config.h"
#include "base/output.h"
#include "diagnosis/evidence_report.h"
#include "diagnosis/kept_sweeps.h"

namespace temper {
namespace {

/// With so many decimals that the standard error shows two digits, but at least three.
std::string with_error(double value, double standard_error) {
  const double digits = standard_error > 0 ? 1 - std::floor(std::log10(standard_error)) : 3;
  const int decimals = static_cast<int>(std::clamp(digits, 3.0, 9.0));
  return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, standard_error, decimals);
}

std::string row(const char* name, const EvidenceEstimate& estimate) {
  return fmt::format("{:<26} {}", name, with_error(estimate.log_Z, estimate.standard_error));
}

/// The reverse stepping stone's weights have heavy tails, whose best part is seldom seen: neither
/// it nor its spread can be trusted beyond the direction of its error.
std::string upper_bound(const char* name, const EvidenceEstimate& estimate) {
  return fmt::format("{:<26} {:.3f}, on average too high", name, estimate.log_Z);
}

std::string page_of(const DiagnosedRun& run, const EvidenceReport& report) {
  const auto& found = report.evidence;
  auto page = fmt::format(
      "log Z = {}\n\n{}\n{}\n{}, and {:.3f} for the distance of rungs\n\n"
      "{} of {} rungs, {} kept sweeps each, worth {:.0f} independent ones\n",
      with_error(found.log_Z, found.standard_error), row("stepping stone, forward", found.forward),
      upper_bound("stepping stone, reverse", found.reverse),
      row("thermodynamic integration", found.thermodynamic), found.discretisation,
      copies_text(run.tables), run.tables.n_rungs, report.n_sweeps, found.effective_size);
  for (const auto& finding : report.findings) page += "warning: " + finding.text() + "\n";
  return page;
}

Json json_of(const EvidenceEstimate& estimate) {
  return {{"log_Z", estimate.log_Z},
          {"standard_error", estimate.standard_error},
          {"agrees", estimate.agrees()}};
}

Json json_of(const DiagnosedRun& run, const EvidenceReport& report) {
  const auto& found = report.evidence;
  Json json = {{"run", run.path},
               {"log_Z", found.log_Z},
               {"standard_error", found.standard_error},
               {"unit", "nat"},
               {"effective_size", found.effective_size},
               {"r_hat", found.r_hat},
               {"n_sweeps", report.n_sweeps},
               {"forward", json_of(found.forward)},
               {"reverse", json_of(found.reverse)},
               {"thermodynamic", json_of(found.thermodynamic)},
               {"discretisation", found.discretisation},
               {"overlap", found.overlap},
               {"warnings", Json::array()}};
  for (const auto& finding : report.findings) json["warnings"].push_back(finding.text());
  return json;
}

void print_evidence_of(const DiagnosedRun& run, const std::string& where, bool as_json) {
  if (const auto why = why_no_evidence(run); !why.empty()) throw UsageError(where + ": " + why);
  const auto report = judge_evidence(run);
  if (as_json)
    print_json(json_of(run, report));
  else
    print(page_of(run, report));
}

ExitCode print_evidence(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  const auto config = stored_config(folder.path(), world);
  world.together([&] {
    if (world.is_root())
      print_evidence_of(read_for_diagnosis(folder.path(), config), folder.run_file(),
                        arguments.has("json"));
  });
  return ExitCode::ok;
}

constexpr const char* details =
    R"(Z is the integral of likelihood times prior. The run needs ladder.tempering = "likelihood",
t_min = 1 and t_max = inf, so that its hottest rung is the prior. Only sweeps after warm-up
count. The answer uses the energies of both rungs of every pair (Bennett's bridge); its
standard error is over all copies and sweeps, with their correlations, between rungs too, or
over replicas where these differ by more.

Beside it: stepping stones by the hotter and by the colder rung of each pair (the latter without
an error: it is too high on average), and the integral of the mean energy over beta. A warning
says which of them is more than 4 standard errors away (the integral: on top of what the distance
between rungs explains).
)";

}  // namespace

Command evidence_command() {
  return {"evidence", "log Z of the model, with its standard error",
          "RUN",      {json_flag()},
          details,    print_evidence};
}

}  // namespace temper
