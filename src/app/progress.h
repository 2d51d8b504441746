#pragma once
// What the user sees while a run goes on: on a terminal a table that repaints, in a log a line
// now and then, with --quiet nothing.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "train/observer.h"

namespace temper {

enum class Display { table, lines, none };

/// A table if standard error is a terminal, else lines; none if `quiet`.
Display choose_display(bool quiet);

class Progress final : public Observer {
 public:
  explicit Progress(Display display) : display_(display) {}

  /// Repaints or prints, but not more often than a reader can follow.
  void see(const Snapshot& snapshot) override;

  /// Shows it whatever was shown before, and leaves the table standing.
  void end(const Snapshot& snapshot) override;

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due() const;
  void paint(const Snapshot& snapshot);
  std::string headline(const Snapshot& snapshot) const;

  Display display_;
  std::optional<std::uint64_t> first_sweep_;  ///< where this session started, for the rate
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
