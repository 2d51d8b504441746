// temper evidence: log Z of a run whose ladder reaches the prior, with its standard error, and
// other ways to the same number beside it.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "app/commands.h"
#include "app/stored_config.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "tempering/evidence.h"

namespace temper {
namespace {

constexpr std::size_t fewest_sweeps = 50;
constexpr double fewest_independent = 100;
constexpr double least_overlap = 0.03;
constexpr double highest_r_hat = 1.05;

/// The rung at T = 1, whose normaliser is the evidence.
std::size_t rung_of_the_posterior(const StoredTables& tables, const std::string& where) {
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung)
    if (std::abs(beta_of(tables, rung) - 1) < 1e-12) return rung;
  throw UsageError(where +
                   ": ladder: no rung has temperature 1, where the evidence is that of the model; "
                   "train with ladder.t_min = 1");
}

void refuse_unless_prior_is_reached(const StoredTables& tables, const Config& config,
                                    const std::string& where) {
  const auto tempering = config.section("ladder").text("tempering", "posterior", "");
  if (tempering != "likelihood")
    throw UsageError(where + ": ladder.tempering is \"" + tempering +
                     "\", which leads to no known density; log Z needs ladder.tempering = "
                     "\"likelihood\" and ladder.t_max = inf");
  if (tables.n_rungs < 2 || beta_of(tables, tables.n_rungs - 1) != 0)
    throw UsageError(fmt::format(
        "{}: ladder: its hottest rung has T = {:.6g}, not the prior, from which log Z is counted; "
        "train with ladder.t_max = inf",
        where, 1 / beta_of(tables, tables.n_rungs - 1)));
}

void refuse_too_few(std::size_t n_sweeps, const std::string& where) {
  if (n_sweeps < fewest_sweeps)
    throw UsageError(fmt::format(
        "{}: {} sweeps with energies have been kept after warm-up and adaptation, and a standard "
        "error needs {}; wait, or temper resume with more --sweeps",
        where, n_sweeps, fewest_sweeps));
}

RungEnergies energies_from(const StoredTables& tables, std::size_t first_rung,
                           const std::vector<std::uint64_t>& sweeps) {
  RungEnergies energies;
  for (std::size_t rung = first_rung; rung < tables.n_rungs; ++rung) {
    energies.beta.push_back(beta_of(tables, rung));
    energies.energy.push_back(on_rung(tables, rung, tables.energy, sweeps));
  }
  return energies;
}

/// With so many decimals that the standard error shows two digits, but at least three.
std::string with_error(double value, double standard_error) {
  const double digits = standard_error > 0 ? 1 - std::floor(std::log10(standard_error)) : 3;
  const int decimals = static_cast<int>(std::clamp(digits, 3.0, 9.0));
  return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, standard_error, decimals);
}

std::string warning_of(const std::string& name, const EvidenceEstimate& estimate,
                       std::size_t wanted) {
  if (estimate.agrees()) return "";
  return fmt::format(
      "warning: {} is {:+.3f} away, more than the {:.3f} that chance and the distance of rungs "
      "explain: rungs are too far apart or not at rest; set ladder.rungs = {} or more, and a "
      "longer run.warmup\n",
      name, estimate.gap, estimate.allowed_gap, wanted);
}

/// @param wanted  rungs that would do
std::string warnings_of_estimates(const Evidence& found, std::size_t wanted) {
  auto text = warning_of("the forward stepping stone", found.forward, wanted) +
              warning_of("the reverse stepping stone", found.reverse, wanted) +
              warning_of("thermodynamic integration", found.thermodynamic, wanted);
  const auto least = std::min_element(found.overlap.begin(), found.overlap.end());
  if (*least < least_overlap)
    text += fmt::format(
        "warning: rungs {} and {} overlap by {:.4f} only, and below {} the standard error is too "
        "small; set ladder.rungs = {} or more\n",
        least - found.overlap.begin(), least - found.overlap.begin() + 1, *least, least_overlap,
        wanted);
  return text;
}

std::string warnings_of_length(const Evidence& found) {
  std::string text;
  if (found.effective_size < fewest_independent)
    text += fmt::format(
        "warning: the sweeps are worth {:.0f} independent ones, too few for a standard error that "
        "can be trusted ({:.0f} are enough); more run.sweeps or run.steps\n",
        found.effective_size, fewest_independent);
  if (found.r_hat > highest_r_hat)
    text += fmt::format(
        "warning: copies, or halves of them, disagree (R-hat {:.2f}, should be below {}): a longer "
        "run.warmup, more run.steps; temper diagnose tells more\n",
        found.r_hat, highest_r_hat);
  return text;
}

/// What no standard error contains.
std::string warnings_of_method(const StoredTables& tables, std::size_t rung, const Config& config,
                               const std::vector<std::uint64_t>& sweeps) {
  std::string text;
  if (std::isnan(mean(on_rung(tables, rung, tables.kernel_accept_prob, sweeps))))
    text += fmt::format(
        "warning: kernel.type = \"{}\" has no Metropolis test: what its steps and minibatches do "
        "to the distribution comes on top of the standard error; check with half the step, or use "
        "\"hmc\"\n",
        config.section("kernel").text("type", "sgd", ""));
  return text;
}

/// What the barrier asks for, or twice as many as there are if that is not more.
std::size_t more_rungs(const DiagnosedRun& run) {
  const auto wanted = rungs_wanted(run);
  return wanted > run.tables.n_rungs ? wanted : 2 * run.tables.n_rungs;
}

std::string page_of(const DiagnosedRun& run, const std::string& where) {
  const StoredTables& tables = run.tables;
  refuse_unless_prior_is_reached(tables, run.config, where);
  const auto rung = rung_of_the_posterior(tables, where);
  const auto sweeps = sweeps_with_energy(tables);
  refuse_too_few(sweeps.size(), where);
  const auto found = evidence(energies_from(tables, rung, sweeps));
  const auto row = [](const char* name, const EvidenceEstimate& estimate) {
    return fmt::format("{:<26} {}", name, with_error(estimate.log_Z, estimate.standard_error));
  };
  return fmt::format(
             "log Z = {}\n\n{}\n{}\n{}, and {:.3f} for the distance of rungs\n\n"
             "{} of {} rungs, {} kept sweeps each, worth {:.0f} independent ones\n",
             with_error(found.log_Z, found.standard_error),
             row("stepping stone, forward", found.forward),
             row("stepping stone, reverse", found.reverse),
             row("thermodynamic integration", found.thermodynamic), found.discretisation,
             copies_text(tables), tables.n_rungs, sweeps.size(), found.effective_size) +
         warnings_of_estimates(found, more_rungs(run)) + warnings_of_length(found) +
         warnings_of_method(tables, rung, run.config, sweeps);
}

ExitCode print_evidence(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  const auto config = stored_config(folder.path(), world);
  world.together([&] {
    if (!world.is_root()) return;
    if (read_tables(folder).committed == 0) refuse_too_few(0, folder.run_file());
    fmt::print("{}", page_of(read_for_diagnosis(folder.path(), config), folder.run_file()));
  });
  return ExitCode::ok;
}

constexpr const char* details =
    "Z is the integral of likelihood times prior. The run needs ladder.tempering = "
    "\"likelihood\",\n"
    "t_min = 1 and t_max = inf, so that its hottest rung is the prior. Only sweeps after warm-up\n"
    "count. The answer uses the energies of both rungs of every pair (Bennett's bridge); its\n"
    "standard error is over all copies and sweeps, with their correlations, between rungs too.\n"
    "\n"
    "Beside it: stepping stones by the hotter and by the colder rung of each pair, and the\n"
    "integral of the mean energy over beta. A warning says which of them is more than 4 standard\n"
    "errors away (the integral: on top of what the distance between rungs explains).\n";

}  // namespace

Command evidence_command() {
  return {"evidence",    "log Z of the model, with its standard error", "RUN", {}, details,
          print_evidence};
}

}  // namespace temper
