// temper diagnose: whether a run can be believed, and what to change if not.

#include <fmt/format.h>

#include "app/commands.h"
#include "app/stored_config.h"
#include "base/output.h"
#include "diagnosis/diagnosis_file.h"
#include "diagnosis/page.h"

namespace temper {
namespace {

/// Who may not write there is told all the same.
void keep(const Diagnosis& diagnosis) {
  try {
    write_diagnosis(diagnosis);
  } catch (const Error& error) {
    say(fmt::format("temper: not kept in the run: {}\n", error.what()));
  }
}

ExitCode print_diagnosis(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  const auto config = stored_config(folder.path(), world);
  world.together([&] {
    if (!world.is_root()) return;
    const auto diagnosis = diagnose(read_for_diagnosis(folder.path(), config));
    keep(diagnosis);
    print(arguments.has("json") ? diagnosis_json(diagnosis) : diagnosis_page(diagnosis));
  });
  return ExitCode::ok;
}

constexpr const char* diagnose_details =
    R"(Of sweeps after warm-up. Convergence: rank-normalised split R-hat (below 1.01 is good) and
effective sizes in the bulk and the tails (100 a copy are good) of what stands on rung 0: the
energy, the metrics, and the parameters of models without hidden layers. Ladder: acceptance of each
pair, the barrier, round trips against those that schedule and acceptance allow. Temperature: of the
momentum (kinetic) and of theta (configurational) of each rung, as far as the kernel has them,
against the nominal one T; 2 % are good. Clipped: parameters that minibatches alone heat beyond T.

The verdict is green (nothing to change), amber (to be read with care), red (not to be relied on) or
grey (too short to judge). A search (run.goal = "optimise") and descents at T = 0 are judged as such.
Works while the run goes on, and keeps what it says in RUN/diagnosis.json.
)";

}  // namespace

Command diagnose_command() {
  return {"diagnose",
          "whether a run can be believed, and what to change if not",
          "RUN",
          {{"json", "", "the same as JSON: src/diagnosis/FORMAT.md"}},
          diagnose_details,
          print_diagnosis};
}

}  // namespace temper
