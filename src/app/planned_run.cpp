#include "app/planned_run.h"

#include "app/stored_config.h"
#include "app/trusted_models.h"
#include "base/trimmed.h"
#include "store/run_folder.h"

namespace temper {
namespace {

/// What the flags say of [output], which no plan decides.
std::vector<Override> output_overrides(const Arguments& arguments) {
  std::vector<Override> overrides;
  for (const auto& text : arguments.values("set"))
    if (auto given = Override::parse(text);
        given.key.starts_with("output.") && trimmed(given.value, "\"") != "auto")
      overrides.push_back(std::move(given));
  return overrides;
}

/// Time limit and shares are the session's own.
Experiment planned_before(const Arguments& arguments, Experiment& asked, const RunPlace& place,
                          const Communicator& world) {
  auto config = stored_config(place.folder, world, output_overrides(arguments));
  require_trusted_model(arguments, config, place.folder, world);
  auto stored = build_experiment(std::move(config), world, {}, place.data_path);
  stored.run.time_limit = asked.run.time_limit;
  stored.shares = std::move(asked.shares);
  stored.deals_anew = asked.deals_anew;
  return stored;
}

}  // namespace

bool run_exists(const std::string& folder, const Communicator& world) {
  const bool exists = world.is_root() && RunFolder(folder).holds_run();
  return !world.broadcast(exists ? "exists" : "").empty();
}

std::string settle(const Arguments& arguments, Experiment& experiment, const RunPlace& place,
                   const Freedom& freedom, const Communicator& world) {
  if (!experiment.needs_plan()) return "";
  if (place.start == Start::resume) {
    experiment = planned_before(arguments, experiment, place, world);
    return "";
  }
  if (place.exists && place.start == Start::fresh) return "";  // it will be refused
  auto plan = make_plan(experiment, freedom, world);
  experiment = rebuild_experiment(std::move(experiment), plan.decisions);
  return plan.text;
}

}  // namespace temper
