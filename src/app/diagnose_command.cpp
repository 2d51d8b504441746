// temper diagnose: whether a run can be believed, and what to change if not.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/stored_config.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"

namespace temper {
namespace {

void refuse_too_few(const DiagnosedRun& run) {
  if (run.sweeps.size() < fewest_sweeps)
    throw UsageError(fmt::format(
        "{}: {} sweeps have been kept after warm-up and adaptation, and diagnoses need {}; wait, "
        "or temper resume with more --sweeps",
        run.path, run.sweeps.size(), fewest_sweeps));
}

std::string verdict(const std::vector<std::string>& advice) {
  if (advice.empty()) return "Verdict: nothing to change.\n";
  std::string text = "Verdict:\n";
  for (std::size_t i = 0; i < advice.size(); ++i)
    text += fmt::format("  {}. {}\n", i + 1, advice[i]);
  return text;
}

void print_diagnosis(const DiagnosedRun& run) {
  refuse_too_few(run);
  fmt::print("{}: {} of {} rungs, {} kept sweeps\n\n", run.path, copies_text(run.tables),
             run.tables.n_rungs, run.sweeps.size());
  std::vector<std::string> advice;
  for (const auto diagnose : {diagnose_convergence, diagnose_ladder, diagnose_temperature}) {
    const auto diagnosis = diagnose(run);
    if (!diagnosis.page.empty()) fmt::print("{}\n", diagnosis.page);
    advice.insert(advice.end(), diagnosis.advice.begin(), diagnosis.advice.end());
  }
  fmt::print("{}", verdict(advice));
}

ExitCode diagnose(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  const auto config = stored_config(folder.path(), world);
  world.together([&] {
    if (world.is_root()) print_diagnosis(read_for_diagnosis(folder.path(), config));
  });
  return ExitCode::ok;
}

constexpr const char* details =
    "Of sweeps after warm-up. Convergence: rank-normalised split R-hat (below 1.01 is good) and\n"
    "effective sizes in the bulk and the tails (100 a copy are good) of what stands on rung 0.\n"
    "Ladder: acceptance of each pair, the barrier, round trips against those that the acceptance\n"
    "allows. Temperature: of the momentum (kinetic) and of theta (configurational) of each rung,\n"
    "as far as the kernel has them, against the nominal one T; 2 % are good. Clipped: parameters\n"
    "that minibatches alone heat beyond T. Works while the run goes on.\n";

}  // namespace

Command diagnose_command() {
  return {"diagnose", "whether a run can be believed, and what to change if not",
          "RUN",      {},
          details,    diagnose};
}

}  // namespace temper
