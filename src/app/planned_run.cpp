#include "app/planned_run.h"

#include <fmt/format.h>

#include "app/stored_config.h"
#include "app/trusted_models.h"
#include "base/errors.h"
#include "store/run_folder.h"
#include "store/same_run.h"
#include "train/supply_ladder.h"

namespace temper {
namespace {

/// True where a plan chooses in place of what was given: of a ladder that it was asked to fit, the
/// range, and all of it where the range can't be walked (train/plan.h).
bool is_plans(const ChangedKey& change, const Experiment& asked, const Experiment& stored) {
  if (change.now == R"("auto")") return true;
  if (!asked.ladder_options.auto_rungs) return false;
  const auto& key = change.key;
  if (key == "ladder.t_max" || key == "ladder.noise_max" || key == "run.goal") return true;
  const bool is_given_up =
      lists_rungs(stored.config.section("ladder")) && !lists_rungs(asked.config.section("ladder"));
  return is_given_up && (key.starts_with("ladder.") || key == "exchange.schedule");
}

/// Throws UsageError for what the user gives now and the run has otherwise.
void require_as_asked(const Experiment& asked, const Experiment& stored,
                      const std::string& folder) {
  std::vector<std::string> list;
  for (const auto& change : asked.config.changed_from(stored.config))
    if (!is_plans(change, asked, stored))
      list.push_back(fmt::format("{}: {} in the run, {} now", change.key,
                                 change.then.empty() ? "nothing" : change.then, change.now));
  if (!list.empty())
    throw UsageError(begun_otherwise(folder, list) +
                     "; leave that out to go on, or give another --out");
}

/// Time limit and shares are the session's own.
Experiment planned_before(const Arguments& arguments, Experiment& asked, const RunPlace& place,
                          const Communicator& world) {
  auto config = stored_config(place.folder, world);
  require_trusted_model(arguments, config, place.folder, world);
  auto stored = build_experiment(std::move(config), world, {}, place.data_path);
  require_as_asked(asked, stored, place.folder);
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
