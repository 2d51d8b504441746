#pragma once
// What the user sees while a run goes on: on a terminal a table that repaints, in a log a line
// now and then, with --quiet nothing.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tempering/ladder.h"
#include "tempering/swap_phase.h"

namespace temper {

enum class Display { table, lines, none };

/// A table if standard error is a terminal, else lines; none if `quiet`.
Display choose_display(bool quiet);

/// The state of a run at the end of a sweep, as all ranks know it.
struct Snapshot {
  std::uint64_t sweep = 0;  ///< sweeps done
  std::uint64_t n_warmup = 0;
  std::uint64_t n_total = 0;
  const Ladder* ladder = nullptr;
  const ReplicaAt* replica_at = nullptr;
  std::vector<double> energy;     ///< U by replica [nats]; NaN: not known
  std::vector<double> rejection;  ///< by pair of rungs [R - 1], NaN if never proposed
  std::uint64_t round_trips = 0;
  std::string metric_name;     ///< "test_accuracy"; empty if there is none
  std::vector<double> metric;  ///< of the last draw, by replica
};

class Progress {
 public:
  /// @param first_sweep  where this session starts, for the rate
  Progress(Display display, std::uint64_t first_sweep);

  /// Repaints or prints, but not more often than a reader can follow.
  void show(const Snapshot& snapshot);

  /// Shows it whatever was shown before, and leaves the table standing.
  void finish(const Snapshot& snapshot);

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due() const;
  void paint(const Snapshot& snapshot);
  std::string headline(const Snapshot& snapshot) const;

  Display display_;
  std::uint64_t first_sweep_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = {};
  std::size_t n_painted_lines_ = 0;
};

/// "1 h 02 min", "3 min 20 s", "8 s".
std::string duration_text(double seconds);

/// One row a rung: temperature, replica, U, acceptance to the next rung, metric. Of a long ladder,
/// rungs at even distances. Shared by the live table and `temper inspect`.
std::vector<std::string> rung_table(const Snapshot& snapshot, std::size_t most_rows);

}  // namespace temper
