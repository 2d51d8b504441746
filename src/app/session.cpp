#include "app/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <optional>

#include "app/metrics.h"
#include "app/rank_balance.h"
#include "app/session_log.h"
#include "app/summary.h"
#include "base/memory_limit.h"
#include "base/output.h"
#include "base/printable.h"
#include "base/simd.h"
#include "store/same_run.h"
#include "train/describe.h"
#include "train/own_target.h"
#include "train/run_sweeps.h"
#include "train/starting_point.h"
#include "train/stop.h"
#include "train/what_was_read.h"

namespace temper {
namespace {

std::vector<std::uint32_t> ids_of(std::span<const Move> moves) {
  std::vector<std::uint32_t> ids;
  for (const auto& move : moves) ids.push_back(move.replica->id);
  return ids;
}

RunStore open_store(const SessionOptions& options, const RunDescription& description,
                    const std::vector<std::uint32_t>& mine, const Communicator& world) {
  if (options.start == Start::resume)
    return RunStore::open(options.folder, description, mine, world);
  const auto existing = options.start == Start::replace ? Existing::replace : Existing::refuse;
  return RunStore::create(options.folder, description, mine, world, existing);
}

/// On another instruction set, sums round otherwise.
std::string other_simd_text(const RunFolder& folder) {
  const auto begun_on = open_run_file(folder).text_attribute("simd");
  if (begun_on == simd_path()) return "";
  return fmt::format(
      "begun with {} instructions, goes on with {}: the last bits may differ from those of a run "
      "never interrupted\n",
      begun_on, simd_path());
}

/// A library that was mended, say: whatever it says now, the run's first part is of the other one.
std::string other_model_text(const RunFolder& folder, const RunDescription& description) {
  const auto then = open_run_file(folder).attribute("model_checksum");
  std::string file;
  std::optional<AttributeValue> now;
  for (const auto& [name, value] : description.attributes) {
    if (name == "model_checksum") now = value;
    if (name == "model_file") file = std::get<std::string>(value);
  }
  if (!then || !now || then->value == *now) return "";
  return fmt::format(
      "temper: {} has changed since the run began; what follows is of the changed one\n",
      printable(file));
}

/// What is about to be done, and what it will take.
std::string opening_text(const Experiment& experiment, const RunDescription& description,
                         const Communicator& world) {
  const auto n_replicas = experiment.n_replicas();
  const auto n_ranks = static_cast<std::size_t>(world.size());
  auto text = fmt::format(
      "{} replicas of {} parameters on {} rank{}, {} data points, {} + {} sweeps of {} steps, "
      "{:.1f} MB in memory, {:.1f} MB on disk\n",
      n_replicas, description.n_parameters, n_ranks, n_ranks == 1 ? "" : "s",
      experiment.potential->n_points(), experiment.run.n_warmup, experiment.run.n_sweeps,
      experiment.run.steps, static_cast<double>(n_replicas * replica_bytes(description)) / 1e6,
      static_cast<double>(predicted_bytes(description)) / 1e6);
  if (n_ranks > n_replicas)
    text += fmt::format("{} of {} ranks idle: there are only {} replicas\n", n_ranks - n_replicas,
                        n_ranks, n_replicas);
  return text + notes_on(*experiment.potential);
}

std::string reason_text(const Ending& ending) {
  if (ending.signal == SIGINT) return "Ctrl-C (SIGINT)";
  return ending.signal == 0 ? "run.time" : signal_name(ending.signal);
}

/// Why the session ended, what remains of the run, and how to go on.
std::string stopped_text(const Experiment& experiment, const Ending& ending, std::uint64_t n_done,
                         std::uint64_t sweep, const Stopwatch& watch, const std::string& folder) {
  const auto n_left = experiment.run.n_total() - sweep;
  const double each = watch.total() / static_cast<double>(std::max<std::uint64_t>(n_done, 1));
  return fmt::format(
      "temper: stopped by {} after sweep {} of {}; {} sweeps remain, about {} at this rate; go on "
      "with: temper resume {}\n",
      reason_text(ending), sweep, experiment.run.n_total(), n_left,
      duration_text(each * static_cast<double>(n_left)), folder);
}

/// Tells two observers what one is told.
class Both final : public Observer {
 public:
  Both(Observer& first, Observer& second) : first_(first), second_(second) {}

  void see(const Snapshot& snapshot) override {
    first_.see(snapshot);
    second_.see(snapshot);
  }
  void end(const Snapshot& snapshot) override {
    first_.end(snapshot);
    second_.end(snapshot);
  }

 private:
  Observer &first_, &second_;
};

/// Before anything is made or replaced: theta, best theta and the kernel's state of each replica.
void require_memory_for_replicas(const Experiment& experiment, const Communicator& world) {
  const auto n_ranks = static_cast<std::size_t>(world.size());
  const auto on_rank = (experiment.n_replicas() + n_ranks - 1) / n_ranks;
  const auto on_node =
      std::min(experiment.n_replicas(), on_rank * static_cast<std::size_t>(world.node().size()));
  world.together([&] {
    require_memory(on_node * experiment.potential->dim() * 3 * sizeof(float),
                   "the replicas on this node");
  });
}

}  // namespace

ExitCode run_session(Experiment& experiment, const SessionOptions& options,
                     const Communicator& world) {
  const bool is_resumed = options.start == Start::resume;
  catch_stop_signals();
  world.together([&] {
    if (world.is_root()) require_metrics_file(options.metrics);
  });
  require_memory_for_replicas(experiment, world);
  // Of a new run before its folder is made, so that a bad file leaves none; a run that goes on
  // needs them only if no checkpoint is whole.
  if (!is_resumed) load_starting_weights(experiment, world);
  Training training(experiment, world);
  const auto description = describe(experiment);
  auto store = open_store(options, description, ids_of(training.moves()), world);
  Record record(store, training, world);
  const bool is_restored = is_resumed && record.restore();
  if (!is_restored) {
    if (is_resumed) load_starting_weights(experiment, world);
    training.start();
  }

  SessionLog log(store, options, world);
  const bool is_quiet = options.display == Display::none || !world.is_root();
  if (!is_quiet && !is_resumed) say(what_was_read(experiment));
  if (!is_quiet) say(options.plan);
  if (!is_quiet) say(opening_text(experiment, description, world));
  if (!is_quiet && is_resumed) say(other_simd_text(RunFolder(options.folder)));
  if (is_resumed && world.is_root()) say(other_model_text(RunFolder(options.folder), description));
  if (!is_quiet && is_resumed && !is_restored)
    say("no whole checkpoint: computes the run from its start, to the same draws\n");
  const auto first_sweep = training.state().sweep;
  log.begin(first_sweep);
  Stopwatch watch;
  Progress progress(is_quiet ? Display::none : options.display);
  Metrics metrics(world.is_root() ? options.metrics : "", options.folder, watch);
  Both watchers(progress, metrics);
  const auto ending = run_sweeps(experiment, training, record, watchers, watch, world);
  log.end(training.state().sweep, ending, watch);

  if (ending.is_done) {
    const auto text = summary_text(training, experiment, watch, options.folder, world) +
                      rank_balance(watch, training.moves().size(), world);
    if (world.is_root()) print(text);
    return ExitCode::ok;
  }
  if (world.is_root())
    say(stopped_text(experiment, ending, training.state().sweep - first_sweep,
                     training.state().sweep, watch, printable(shell_word(options.folder))));
  return ExitCode::interrupted;
}

}  // namespace temper
