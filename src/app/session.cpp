#include "app/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/session_log.h"
#include "base/memory_limit.h"
#include "base/output.h"
#include "base/printable.h"
#include "base/simd.h"
#include "report/metrics.h"
#include "report/rank_balance.h"
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
    return RunStore::open(options.folder, description, mine, world, options.stage);
  const auto existing = options.start == Start::replace ? Existing::replace : Existing::refuse;
  return RunStore::create(options.folder, description, mine, world, existing, options.stage);
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

std::string idle_text(const DrawsGroups& replicas, std::size_t n_ranks) {
  const auto n_busy = replicas.n_files();
  if (n_ranks <= n_busy) return "";
  return fmt::format(
      "{} of {} ranks idle: there are only {} {}\n", n_ranks - n_busy, n_ranks, n_busy,
      replicas.per_file == 1 ? "replicas"
                             : "files of draws, each with one writer (output.replicas_per_file)");
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
  return text + idle_text(experiment.draws_groups(), n_ranks) + notes_on(*experiment.potential);
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
      duration_text(each * static_cast<double>(n_left)), shell_word(folder));
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
  const auto replicas = experiment.draws_groups();
  const auto on_rank = (replicas.n_files() + n_ranks - 1) / n_ranks * replicas.per_file;
  const auto on_node =
      std::min(experiment.n_replicas(), on_rank * static_cast<std::size_t>(world.node().size()));
  world.together([&] {
    require_memory(on_node * experiment.potential->dim() * 3 * sizeof(float),
                   "the replicas on this node");
  });
}

/// What lives from one dealing of the replicas to ranks to the next.
class Dealt {
 public:
  Dealt(Experiment& experiment, const SessionOptions& options, const Communicator& world)
      : training_(experiment, world),
        description_(describe(experiment)),
        store_(open_store(options, description_, ids_of(training_.moves()), world)),
        record_(store_, training_, world),
        log_(store_, options.command_line, options.plan, options.folder, world) {
    const bool is_resumed = options.start == Start::resume;
    is_restored_ = is_resumed && record_.restore();
    if (is_restored_) return;
    if (is_resumed) load_starting_weights(experiment, world);
    training_.start();
  }

  Ending run(Experiment& experiment, Observer& observer, Stopwatch& watch,
             const Communicator& world) {
    log_.begin(sweep());
    auto ending = run_sweeps(experiment, training_, record_, observer, watch, world);
    log_.end(sweep(), ending, watch);
    return ending;
  }

  std::uint64_t sweep() const { return training_.state().sweep; }
  bool is_restored() const { return is_restored_; }
  const RunDescription& description() const { return description_; }
  Training& training() { return training_; }

 private:
  Training training_;
  RunDescription description_;
  RunStore store_;
  Record record_;
  SessionLog log_;
  bool is_restored_ = false;
};

SessionOptions going_on(SessionOptions options) {
  options.start = Start::resume;
  options.plan.clear();
  return options;
}

void say_opening(const Experiment& experiment, const SessionOptions& options, const Dealt& dealt,
                 const Communicator& world) {
  const RunFolder folder(options.folder);
  const bool is_resumed = options.start == Start::resume;
  const auto opening = opening_text(experiment, dealt.description(), world);
  if (!world.is_root()) return;
  if (is_resumed) say(other_model_text(folder, dealt.description()));
  if (options.display == Display::none) return;
  if (!is_resumed) say(what_was_read(experiment));
  say(options.plan + opening);
  if (!is_resumed) return;
  say(other_simd_text(folder));
  if (!dealt.is_restored())
    say("no whole checkpoint: computes the run from its start, to the same draws\n");
}

/// What the run comes to, which is kept in the run whether it is printed or not; nothing if the run
/// goes on. Collective.
void conclude(Experiment& experiment, const SessionOptions& options, Training& training,
              const RankLoad& load, const Stopwatch& watch, const Communicator& world) {
  std::optional<Diagnosis> judged;
  const Judge judge = [&]() -> const Diagnosis& {
    if (!judged) judged = judge_run(experiment, options.folder, world);
    return *judged;
  };
  if (options.goes_on && options.goes_on(judge)) return;
  const auto text = summary_text(training, experiment, watch, judge, options.folder, world) +
                    rank_balance(load, experiment.run.replicas_per_file, world);
  if (world.is_root() && options.has_summary) print(text);
}

}  // namespace

Flag stage_flag() {
  return {"stage", "DIR", "on each node's own disk: write there, and into RUN at checkpoints"};
}

ExitCode run_session(Experiment& experiment, const SessionOptions& options,
                     const Communicator& world) {
  const bool is_resumed = options.start == Start::resume;
  catch_stop_signals();
  world.together([&] {
    if (world.is_root()) require_metrics_file(options.metrics);
  });
  require_memory_for_replicas(experiment, world);
  if (!is_resumed) load_starting_weights(experiment, world);
  auto dealt = std::make_unique<Dealt>(experiment, options, world);
  const bool is_quiet = options.display == Display::none || !world.is_root();
  say_opening(experiment, options, *dealt, world);
  const auto first_sweep = dealt->sweep();
  Stopwatch watch;
  Progress progress(is_quiet ? Display::none : options.display);
  Metrics metrics(world.is_root() ? options.metrics : "", options.folder, watch);
  Both watchers(progress, metrics);
  auto ending = dealt->run(experiment, watchers, watch, world);
  while (!ending.shares.empty()) {
    if (!is_quiet) say(dealing_sentence(ending.shares));
    experiment.shares = ending.shares;
    dealt.reset();
    world.barrier();  // a replica's file has one writer
    dealt = std::make_unique<Dealt>(experiment, going_on(options), world);
    ending = dealt->run(experiment, watchers, watch, world);
  }
  if (ending.is_done) {
    conclude(experiment, options, dealt->training(), ending.load, watch, world);
    return ExitCode::ok;
  }
  if (world.is_root())
    say(stopped_text(experiment, ending, dealt->sweep() - first_sweep, dealt->sweep(), watch,
                     printable(shell_word(options.folder))));
  return ExitCode::interrupted;
}

}  // namespace temper
