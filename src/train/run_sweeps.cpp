#include "train/run_sweeps.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "train/stop.h"
#include "train/time_limit.h"

namespace temper {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What ranks tell each other between sweeps that is not part of the run: signals and the time.
struct Wishes {
  int signal = 0;            ///< the highest that any rank got
  bool checkpoint = false;   ///< the root's clock says so
  bool out_of_time = false;  ///< likewise

  bool to_stop() const { return signal != 0 || out_of_time; }
};

Wishes share_wishes(bool checkpoint_due, bool out_of_time, const Communicator& world) {
  constexpr std::size_t n = 3;
  const std::array<double, n> mine = {static_cast<double>(stop_signal()),
                                      checkpoint_due ? 1.0 : 0.0, out_of_time ? 1.0 : 0.0};
  const auto all = world.all_gather(mine);
  Wishes wishes;
  for (std::size_t rank = 0; rank < all.size() / n; ++rank)
    wishes.signal = std::max(wishes.signal, static_cast<int>(all[n * rank]));
  wishes.checkpoint = all[1] != 0;
  wishes.out_of_time = all[2] != 0;
  return wishes;
}

/// What an observer is told, kept up to date from sweep to sweep.
class View {
 public:
  View(const Experiment& experiment, const Training& training)
      : n_warmup_(experiment.run.n_warmup),
        n_total_(experiment.run.n_total()),
        metric_names_(experiment.potential->metric_names()),
        training_(training) {}

  void update(const Training::Sweep& sweep, const std::vector<std::vector<double>>& metrics) {
    if (energy_.empty() || sweep.report.has_energy()) energy_ = sweep.report.energy;
    if (metrics.empty()) return;
    metric_.clear();
    for (const auto& of_replica : metrics) metric_.push_back(of_replica.front());
  }

  Snapshot snapshot() const {
    const auto& state = training_.state();
    return {state.sweep,
            n_warmup_,
            n_total_,
            &state.ladder,
            &state.replica_at,
            energy_,
            state.rejection.rates(),
            state.trips.total(),
            metric_.empty() ? "" : metric_names_.front(),
            metric_};
  }

 private:
  std::uint64_t n_warmup_, n_total_;
  std::vector<std::string> metric_names_;
  const Training& training_;
  std::vector<double> energy_;
  std::vector<double> metric_;
};

/// Whether the replicas are to be dealt anew, by what they have taken since they were dealt.
class Dealing {
 public:
  Dealing(const Experiment& experiment, Training& training, const Stopwatch& watch)
      : is_wanted_(experiment.deals_anew),
        per_file_(experiment.run.replicas_per_file),
        n_replicas_(training.moves().size()),
        busy_before_(busy_seconds(watch)) {}

  RankLoad load(const Stopwatch& watch) const {
    return {n_replicas_, busy_seconds(watch) - busy_before_};
  }

  /// None if it is well as it is, or too early to say. Collective.
  std::vector<double> better(const Stopwatch& watch, const Communicator& world) const {
    constexpr double least_seconds = 5, least_waiting = 0.2;  // below, speeds are noise
    if (!is_wanted_ || world.size() == 1) return {};
    const auto loads = gather_loads(load(watch), world);
    const bool is_noise = longest(loads) < least_seconds || waiting_share(loads) < least_waiting;
    return is_noise ? std::vector<double>{} : better_shares(loads, per_file_);
  }

 private:
  bool is_wanted_;
  std::size_t per_file_;
  std::size_t n_replicas_;
  double busy_before_;
};

}  // namespace

Ending run_sweeps(Experiment& experiment, Training& training, Record& record, Observer& observer,
                  Stopwatch& watch, const Communicator& world) {
  View view(experiment, training);
  TimeLimit limit(experiment.run.time_limit);
  auto last_checkpoint = Clock::now();
  Wishes wishes;

  Dealing dealing(experiment, training, watch);
  std::vector<double> shares;

  while (!training.is_done() && !wishes.to_stop() && shares.empty()) {
    const auto begun = Clock::now();
    if (training.is_round_due()) {
      training.begin_round();
      record.begin_round();
    }
    const auto sweep = training.sweep(watch);
    watch.start(Phase::measure);
    const bool has_draw = (training.state().sweep + 1) % experiment.run.thin == 0;
    const auto metrics = has_draw ? gather_metrics(training.moves(), *experiment.potential, world)
                                  : std::vector<std::vector<double>>{};
    watch.start(Phase::write);
    record.commit(sweep, has_draw, metrics);
    // After the commit, so that what is stored is as sampled: theta with the rung that sampled it.
    watch.start(Phase::explore);  // a tournament for the hottest rung may be due
    training.advance(sweep);

    // Signals and clocks differ from rank to rank; whether to go on must not.
    watch.start(Phase::wait);
    limit.see_sweep(seconds_since(begun));
    const bool is_due = seconds_since(last_checkpoint) >= experiment.run.checkpoint_seconds;
    wishes = share_wishes(is_due || limit.wants_checkpoint(), limit.is_reached(elapsed_seconds()),
                          world);
    watch.start(Phase::write);
    if ((wishes.checkpoint || wishes.to_stop()) && !training.is_done()) {
      const auto writing = Clock::now();
      record.checkpoint();
      last_checkpoint = Clock::now();
      limit.see_checkpoint(seconds_since(writing));
      if (!wishes.to_stop()) shares = dealing.better(watch, world);
    }
    view.update(sweep, metrics);
    observer.see(view.snapshot());
  }
  if (training.is_done()) record.finish();
  watch.stop();
  if (shares.empty() && !view.snapshot().energy.empty()) observer.end(view.snapshot());
  return {training.is_done(), wishes.signal, wishes.out_of_time, shares, dealing.load(watch)};
}

}  // namespace temper
