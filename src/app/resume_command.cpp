// temper resume: go on from the last commit, to the same bits as a run never interrupted.

#include "app/commands.h"
#include "app/session.h"
#include "app/stored_config.h"

namespace temper {
namespace {

constexpr const char* details =
    "Takes the newest whole checkpoint and goes on with the config in the run, on any number of\n"
    "ranks. Refuses if the data have changed.\n";

ExitCode resume(const Arguments& arguments, const Communicator& world) {
  const auto& folder = arguments.positional();
  auto experiment = build_experiment(stored_config(folder, world), world);
  return run_session(
      experiment, {folder, Start::resume, choose_display(arguments.has("quiet")), arguments.line()},
      world);
}

}  // namespace

Command resume_command() {
  return {"resume", "go on with a run from its last commit",
          "RUN",    {{"quiet", "", "no progress"}},
          details,  resume};
}

}  // namespace temper
