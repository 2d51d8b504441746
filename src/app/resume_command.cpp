// temper resume: go on from the last commit, to the same bits as a run never interrupted.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/rounds.h"
#include "app/run_data.h"
#include "app/session.h"
#include "app/shares.h"
#include "app/trusted_models.h"
#include "files/json_text.h"
#include "store/extend.h"
#include "train/describe.h"

namespace temper {
namespace {

constexpr const char* resume_details =
    "Takes the newest whole checkpoint and goes on with the config in the run, on any number of\n"
    "ranks. Refuses if the data or the ladder have changed, and names what did.\n";

ExitCode resume(const Arguments& arguments, const Communicator& world) {
  const auto& folder = arguments.positional();
  const bool extends = arguments.has("sweeps");
  std::vector<Override> overrides;
  if (extends)
    overrides.push_back({"run.sweeps", arguments.value("sweeps"),
                         fmt::format("--sweeps {}", arguments.value("sweeps"))});
  if (arguments.has("time"))
    overrides.push_back({"run.time", json_text(arguments.value("time")), "--time"});
  auto experiment = reopen(arguments, folder, world, overrides);
  experiment.shares = shares_of(arguments, world);
  experiment.deals_anew = experiment.shares.empty();
  if (extends) extend_run(folder, describe(experiment), world);
  return run_rounds(
      experiment,
      {folder, Start::resume, choose_display(arguments.has("quiet")), arguments.line(),
       arguments.value("metrics"), /*plan=*/"", arguments.value("stage")},
      world);
}

}  // namespace

Command resume_command() {
  return {"resume",
          "go on with a run from its last commit",
          "RUN",
          {{"sweeps", "SWEEPS", "kept sweeps that the run shall have in the end: extends it"},
           {"time", "3h50m", "wall clock of this session: ends at a commit before that"},
           {"quiet", "", "no progress"},
           {"metrics", "FILE", "for monitoring: .prom for Prometheus, or .jsonl"},
           data_flag(),
           trust_flag(),
           shares_flag(),
           stage_flag()},
          resume_details,
          resume};
}

}  // namespace temper
