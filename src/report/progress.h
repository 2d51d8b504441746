#pragma once
// What the user sees while a run goes on: on a terminal a table that repaints, in a log a line
// now and then, with --quiet nothing.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/terminal.h"
#include "train/observer.h"

namespace temper {

enum class Display { table, lines, none };

/// A table if standard error is a terminal, else lines; none if `quiet`.
Display choose_display(bool quiet);

/// How far a session is, in time.
struct SessionTime {
  double seconds = 0;        ///< since its start
  std::uint64_t n_done = 0;  ///< sweeps of it
  double share = 0;          ///< of all sweeps of the run
  double left = 0;           ///< seconds; infinite before the first sweep
};

class Progress final : public Observer {
 public:
  explicit Progress(Display display) : display_(display) {}

  /// Repaints or prints, but not more often than a reader can follow.
  void see(const Snapshot& snapshot) override;

  /// Shows where it ended. The table goes, since the summary has one.
  void end(const Snapshot& snapshot) override;

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due() const;
  SessionTime time_of(const Snapshot& snapshot) const;
  void paint(const std::vector<std::string>& lines);
  void print_line(const Snapshot& snapshot);

  Display display_;
  std::optional<std::uint64_t> first_sweep_;  ///< where this session started, for the rate
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = {};
  std::uint64_t printed_sweep_ = 0;  ///< of the last line, in a log
  std::size_t n_painted_lines_ = 0;
};

/// Where the run stands on as many lines as it takes on this terminal: at most `terminal.rows` - 1
/// of at most `terminal.columns` columns, so that repainting never scrolls.
std::vector<std::string> screen_of(const Snapshot& snapshot, const SessionTime& time,
                                   const Terminal& terminal);

/// The same in one line, for a log.
std::string line_of(const Snapshot& snapshot, const SessionTime& time);

/// "1 h 02 min", "3 min 20 s", "8 s".
std::string duration_text(double seconds);

}  // namespace temper
