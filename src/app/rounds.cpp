#include "app/rounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/stored_config.h"
#include "base/output.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "statistics/convergence.h"
#include "store/extend.h"
#include "store/run_folder.h"
#include "tempering/evidence.h"
#include "train/describe.h"

namespace temper {
namespace {

RungEnergies energies_of(const StoredTables& tables, const std::vector<std::uint64_t>& sweeps) {
  RungEnergies energies;
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung) {
    energies.beta.push_back(beta_of(tables, rung));
    energies.energy.push_back(on_rung(tables, rung, tables.energy, sweeps));
  }
  return energies;
}

/// What is not yet as it should be; "" if nothing.
std::string shortfall(const StoredTables& tables, const Convergent& asked) {
  const auto sweeps = sweeps_with_energy(tables);
  if (sweeps.size() < fewest_sweeps) return fmt::format("{} sweeps", sweeps.size());
  const auto found = convergence(on_rung(tables, 0, tables.energy, sweeps));
  if (!(found.r_hat <= asked.r_hat)) return fmt::format("R-hat of U {:.3f}", found.r_hat);
  const double size = std::min(found.bulk_size, found.tail_size);
  if (!(size >= asked.size)) return fmt::format("U worth {:.0f} independent values", size);
  if (asked.log_z_error == 0) return "";
  const auto error = evidence(energies_of(tables, sweeps)).standard_error;
  return error <= asked.log_z_error ? "" : fmt::format("log Z ± {:.3f}", error);
}

/// The first fault of the verdict that more sweeps mend; "" if there is none.
std::string fault_of(const Diagnosis& diagnosis) {
  for (const auto& finding : diagnosis.findings)
    if (finding.severity != Severity::note &&
        (finding.id == "run.too-short" || finding.id.starts_with("convergence.") ||
         finding.id == "evidence.size" || finding.id == "evidence.r-hat"))
      return finding.what.substr(0, finding.what.size() - 1);  // without its full stop
  return "";
}

/// The root looks for all.
std::string shared_shortfall(const Convergent& asked, const Judge& judge, const std::string& folder,
                             const Communicator& world) {
  if (asked.by_verdict) return world.broadcast(fault_of(judge()));
  std::string missing;
  world.together([&] {
    if (world.is_root()) missing = shortfall(read_tables(RunFolder(folder)), asked);
  });
  return world.broadcast(missing);
}

/// So many sweeps does the run get in all; 0 if it ends here. Says which and why.
std::uint64_t sweeps_of_next_round(const Experiment& experiment, const Convergent& asked,
                                   const Judge& judge, const SessionOptions& options,
                                   const Communicator& world) {
  const auto has = experiment.run.n_sweeps;
  const auto missing = shared_shortfall(asked, judge, options.folder, world);
  const auto next = std::min(2 * has, asked.most_sweeps);
  const bool ends = missing.empty() || next <= has;
  const bool verdict_follows = ends && asked.by_verdict;
  if (world.is_root() && options.has_summary && !verdict_follows)
    print(fmt::format("Until {}: {}.\n", asked.by_verdict ? "the verdict is good" : "converged",
                      missing.empty() ? fmt::format("there after {} sweeps", has)
                      : ends ? fmt::format("{} after run.most_sweeps = {}: not there", missing, has)
                             : fmt::format("{}; on to {} sweeps", missing, next)));
  return ends ? 0 : next;
}

/// Gives the run more sweeps and returns what it then is.
Experiment extended(const Experiment& experiment, std::uint64_t n_sweeps, const std::string& folder,
                    const Communicator& world) {
  auto longer = build_experiment(
      stored_config(folder, world, {{"run.sweeps", std::to_string(n_sweeps), "run.until"}}), world);
  longer.shares = experiment.shares;
  longer.deals_anew = experiment.deals_anew;
  extend_run(folder, describe(longer), world);
  return longer;
}

}  // namespace

ExitCode run_rounds(Experiment& experiment, SessionOptions options, const Communicator& world) {
  const auto asked = experiment.run.convergent;
  std::uint64_t n_sweeps = 0;  // of the next round; 0: there is none
  if (asked)
    options.goes_on = [&](const Judge& judge) {
      n_sweeps = sweeps_of_next_round(experiment, *asked, judge, options, world);
      return n_sweeps > 0;
    };
  auto code = run_session(experiment, options, world);
  while (code == ExitCode::ok && n_sweeps > 0) {
    experiment = extended(experiment, n_sweeps, options.folder, world);
    options.start = Start::resume;
    options.plan.clear();
    code = run_session(experiment, options, world);
  }
  return code;
}

}  // namespace temper
