#include "diagnosis/evidence_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "diagnosis/walls.h"
#include "kernel/chosen_kernel.h"

namespace temper {
namespace {

constexpr std::size_t fewest_sweeps_with_energy = 50;
constexpr double fewest_independent = 100;
constexpr double least_overlap = 0.03;
constexpr double highest_r_hat_of_log_z = 1.05;

/// The rung at T = 1, whose normaliser is the evidence; R if there is none.
std::size_t rung_of_the_posterior(const StoredTables& tables) {
  std::size_t rung = 0;
  while (rung < tables.n_rungs && std::abs(beta_of(tables, rung) - 1) >= 1e-12) ++rung;
  return rung;
}

/// Sweeps in which U is finite on every rung.
std::vector<std::uint64_t> finite_sweeps(const StoredTables& tables) {
  auto sweeps = sweeps_with_energy(tables);
  std::erase_if(sweeps, [&](std::uint64_t sweep) {
    const auto* row = tables.energy.data() + sweep * tables.n_replicas();
    return !std::all_of(row, row + tables.n_replicas(), [](double U) { return std::isfinite(U); });
  });
  return sweeps;
}

RungEnergies energies_from(const StoredTables& tables, std::size_t first_rung,
                           const std::vector<std::uint64_t>& sweeps) {
  RungEnergies energies;
  for (std::size_t rung = first_rung; rung < tables.n_rungs; ++rung) {
    energies.beta.push_back(beta_of(tables, rung));
    energies.energy.push_back(on_rung(tables, rung, tables.energy, sweeps));
    energies.replica.push_back(replicas_on_rung(tables, rung, sweeps));
  }
  return energies;
}

/// What the barrier asks for, or twice as many as there are if that is not more.
std::size_t more_rungs(const DiagnosedRun& run) {
  const auto wanted = rungs_wanted(run);
  return wanted > run.tables.n_rungs ? wanted : 2 * run.tables.n_rungs;
}

/// Adds what speaks against an estimate, one finding at a time.
class EvidenceTopic {
 public:
  EvidenceTopic(const DiagnosedRun& run, EvidenceReport& report)
      : run_(run), found_(report.evidence), report_(report), wanted_(more_rungs(run)) {}

  void judge() {
    compare("The forward stepping stone", found_.forward);
    compare("The reverse stepping stone", found_.reverse);
    compare("Thermodynamic integration", found_.thermodynamic);
    judge_overlap();
    judge_length();
    judge_method();
    if (auto finding = beyond_walls(run_)) report_.findings.push_back(std::move(*finding));
  }

 private:
  void add(const char* id, Severity severity, std::string what, std::string advice,
           std::vector<std::pair<std::string, double>> numbers) {
    report_.findings.push_back(
        {id, severity, std::move(what), std::move(advice), std::move(numbers)});
  }

  void compare(const char* name, const EvidenceEstimate& estimate) {
    if (estimate.agrees()) return;
    add("evidence.disagrees", Severity::grave,
        fmt::format("{} is {:+.3f} away from log Z, more than the {:.3f} that chance and the "
                    "distance of rungs explain: rungs are too far apart or not at rest.",
                    name, estimate.gap, estimate.allowed_gap),
        fmt::format("Set ladder.rungs = {} or more, and a longer run.warmup.", wanted_),
        {{"gap", estimate.gap}, {"allowed", estimate.allowed_gap}});
  }

  void judge_overlap() {
    const auto least = std::min_element(found_.overlap.begin(), found_.overlap.end());
    if (*least >= least_overlap) return;
    const auto pair = least - found_.overlap.begin();
    add("evidence.overlap", Severity::grave,
        fmt::format(
            "Rungs {} and {} overlap by {:.4f} only, and below {} the standard error is too "
            "small.",
            pair, pair + 1, *least, least_overlap),
        fmt::format("Set ladder.rungs = {} or more.", wanted_),
        {{"pair", static_cast<double>(pair)}, {"overlap", *least}});
  }

  void judge_length() {
    if (found_.effective_size < fewest_independent)
      add("evidence.size", Severity::care,
          fmt::format("The sweeps are worth {:.0f} independent ones, too few for a standard error "
                      "of log Z that can be trusted ({:.0f} are enough).",
                      found_.effective_size, fewest_independent),
          "More run.sweeps or run.steps.", {{"size", found_.effective_size}});
    if (found_.r_hat > highest_r_hat_of_log_z)
      add("evidence.r-hat", Severity::grave,
          fmt::format("Copies, or halves of them, disagree about log Z (R-hat {:.2f}, should be "
                      "below {}).",
                      found_.r_hat, highest_r_hat_of_log_z),
          "A longer run.warmup, or more run.steps.", {{"r_hat", found_.r_hat}});
  }

  /// A bias of the kernel, of which the standard error knows nothing.
  void judge_method() {
    const auto& tables = run_.tables;
    const auto rung = rung_of_the_posterior(tables);
    if (!std::isnan(mean(on_rung(tables, rung, tables.kernel_accept_prob, run_.sweeps)))) return;
    add("evidence.method", Severity::note,
        fmt::format(
            "kernel.type = \"{}\" has no Metropolis test: what its steps and minibatches do "
            "to the distribution comes on top of the standard error of log Z.",
            kernel_type(run_.config.section("kernel"))),
        "Check with half the step, or use \"hmc\".", {});
  }

  const DiagnosedRun& run_;
  const Evidence& found_;
  EvidenceReport& report_;
  std::size_t wanted_;
};

/// The pair of rungs with fewer states in common than one; nullopt if there is none.
std::optional<std::size_t> gap_of(const EvidenceReport& report, std::size_t n_copies) {
  const auto& overlap = report.evidence.overlap;
  const auto least = std::min_element(overlap.begin(), overlap.end());
  if (*least * static_cast<double>(report.n_sweeps * n_copies) >= 1) return std::nullopt;
  return static_cast<std::size_t>(least - overlap.begin());
}

EvidenceReport evidence_of(const DiagnosedRun& run) {
  const auto sweeps = finite_sweeps(run.tables);
  const auto energies = energies_from(run.tables, rung_of_the_posterior(run.tables), sweeps);
  return {evidence(energies), sweeps.size(), {}};
}

}  // namespace

std::string why_no_evidence(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  const auto tempering = run.config.section("ladder").text("tempering", "posterior", "");
  if (tempering != "likelihood")
    return "ladder.tempering is \"" + tempering +
           "\", which leads to no known density; log Z needs ladder.tempering = \"likelihood\" and "
           "ladder.t_max = inf";
  const auto n_sweeps = finite_sweeps(tables).size();
  if (n_sweeps >= fewest_sweeps_with_energy) {
    if (tables.n_rungs < 2 || beta_of(tables, tables.n_rungs - 1) != 0)
      return fmt::format(
          "ladder: its hottest rung has T = {:.6g}, not the prior, from which log Z is counted; "
          "train with ladder.t_max = inf",
          1 / beta_of(tables, tables.n_rungs - 1));
    if (rung_of_the_posterior(tables) == tables.n_rungs)
      return "ladder: no rung has temperature 1, where the evidence is that of the model; train with "
             "ladder.t_min = 1";
    if (const auto pair = gap_of(evidence_of(run), tables.n_copies))
      return fmt::format(
          "rungs {} and {} don't overlap: no state of one is likely on the other, so their energies "
          "don't tell how log Z changes between them; train with ladder.rungs = {} or more",
          *pair, *pair + 1, more_rungs(run));
    return "";
  }
  return fmt::format(
      "{} sweeps with energies have been kept after warm-up and adaptation, and a standard error "
      "needs {}; wait, or temper resume with more --sweeps",
      n_sweeps, fewest_sweeps_with_energy);
}

EvidenceReport judge_evidence(const DiagnosedRun& run) {
  auto report = evidence_of(run);
  EvidenceTopic(run, report).judge();
  return report;
}

}  // namespace temper
