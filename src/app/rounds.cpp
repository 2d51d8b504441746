#include "app/rounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/stored_config.h"
#include "base/output.h"
#include "diagnosis/kept_sweeps.h"
#include "statistics/convergence.h"
#include "store/extend.h"
#include "store/run_folder.h"
#include "tempering/evidence.h"
#include "train/describe.h"

namespace temper {
namespace {

constexpr std::size_t fewest_sweeps = 16;  // to judge

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

/// The root looks for all.
std::string shared_shortfall(const std::string& folder, const Convergent& asked,
                             const Communicator& world) {
  std::string missing;
  world.together([&] {
    if (world.is_root()) missing = shortfall(read_tables(RunFolder(folder)), asked);
  });
  return world.broadcast(missing);
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
  auto code = run_session(experiment, options, world);
  const auto asked = experiment.run.convergent;
  while (asked && code == ExitCode::ok) {
    const auto missing = shared_shortfall(options.folder, *asked, world);
    const auto n_sweeps = std::min(2 * experiment.run.n_sweeps, asked->most_sweeps);
    const bool ends = missing.empty() || n_sweeps <= experiment.run.n_sweeps;
    if (world.is_root() && options.has_summary)
      print(fmt::format("Until converged: {}.\n",
                        missing.empty()
                            ? fmt::format("there after {} sweeps", experiment.run.n_sweeps)
                        : ends ? fmt::format("{} after run.most_sweeps = {}: not there", missing,
                                             experiment.run.n_sweeps)
                               : fmt::format("{}; on to {} sweeps", missing, n_sweeps)));
    if (ends) break;
    experiment = extended(experiment, n_sweeps, options.folder, world);
    options.start = Start::resume;
    options.plan.clear();
    code = run_session(experiment, options, world);
  }
  return code;
}

}  // namespace temper
