#include "report/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "base/output.h"
#include "base/text_width.h"
#include "report/rung_table.h"

namespace temper {
namespace {

constexpr std::size_t most_rungs = 16;
constexpr std::size_t bar_columns = 24;

std::string sweeps_text(const Snapshot& snapshot) {
  return fmt::format("sweep {} of {}{}", snapshot.sweep, snapshot.n_total,
                     snapshot.sweep < snapshot.n_warmup ? " (warm-up)" : "");
}

/// "14.3 sweeps/s", or of slow ones "45 s a sweep".
std::string rate_text(const SessionTime& time) {
  const double rate = static_cast<double>(time.n_done) / std::max(time.seconds, 1e-9);
  if (time.n_done == 0) return "";
  if (rate >= 100) return fmt::format("{:.0f} sweeps/s", rate);
  if (rate >= 1) return fmt::format("{:.3g} sweeps/s", rate);
  if (rate > 0.1) return fmt::format("{:.2g} s a sweep", 1 / rate);
  return duration_text(1 / rate) + " a sweep";
}

std::string time_text(const SessionTime& time) {
  const auto left = std::isfinite(time.left) ? duration_text(time.left) + " left" : "";
  return duration_text(time.seconds) + (left.empty() ? "" : ", " + left);
}

std::string target_text(const Snapshot& snapshot) {
  const auto target = (*snapshot.replica_at)[0];
  auto text = "U of rung 0 " + number_text(snapshot.energy[target]);
  if (snapshot.ladder->size() > 1) text += fmt::format(", round trips {}", snapshot.round_trips);
  if (!snapshot.metric.empty())
    text += fmt::format(", {} {}", snapshot.metric_name, number_text(snapshot.metric[target]));
  return text;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

}  // namespace

Display choose_display(bool quiet) {
  if (quiet) return Display::none;
  return standard_error_terminal().is_there ? Display::table : Display::lines;
}

std::string duration_text(double seconds) {
  const auto total = std::max(0L, std::lround(seconds));
  if (total >= 3600) return fmt::format("{} h {:02} min", total / 3600, total / 60 % 60);
  if (total >= 60) return fmt::format("{} min {:02} s", total / 60, total % 60);
  return fmt::format("{} s", total);
}

std::vector<std::string> screen_of(const Snapshot& snapshot, const SessionTime& time,
                                   const Terminal& terminal) {
  const auto percent = fmt::format("{:3.0f} % ", 100 * time.share);
  std::vector<std::string> lines = {
      coloured(percent, Colour::bold, terminal) +
          coloured(bar_text(time.share, bar_columns), Colour::green, terminal) + " " +
          joined({time_text(time), rate_text(time)}),
      joined({sweeps_text(snapshot), target_text(snapshot)})};
  // One row stays free for the cursor; a table needs its header and two rungs.
  const auto free = terminal.rows > lines.size() + 1 ? terminal.rows - lines.size() - 1 : 0;
  const auto n_heads = snapshot.replica_at->size() > snapshot.ladder->size() ? 2U : 1U;
  if (free >= n_heads + 2) {
    auto table = rung_table(snapshot, std::min(most_rungs, free - n_heads));
    table.front() = coloured(table.front(), Colour::dim, terminal);
    lines.insert(lines.end(), table.begin(), table.end());
  }
  if (terminal.rows <= lines.size()) lines.resize(std::max<std::size_t>(1, terminal.rows - 1));
  for (auto& line : lines) line = clipped(line, terminal.columns);
  return lines;
}

std::string line_of(const Snapshot& snapshot, const SessionTime& time) {
  return joined({sweeps_text(snapshot), fmt::format("{:.0f} %", 100 * time.share), time_text(time),
                 rate_text(time), target_text(snapshot)});
}

void Progress::see(const Snapshot& snapshot) {
  if (!first_sweep_) first_sweep_ = snapshot.sweep - 1;
  if (!is_due()) return;
  shown_ = Clock::now();
  if (display_ == Display::table)
    paint(screen_of(snapshot, time_of(snapshot), standard_error_terminal()));
  else
    print_line(snapshot);
}

void Progress::end(const Snapshot& snapshot) {
  if (display_ == Display::table) {
    paint({});
    const auto columns = standard_error_terminal().columns;
    say(wrapped(line_of(snapshot, time_of(snapshot)), columns) + "\n");
  }
  if (display_ == Display::lines && printed_sweep_ != snapshot.sweep) print_line(snapshot);
}

SessionTime Progress::time_of(const Snapshot& snapshot) const {
  SessionTime time;
  time.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  time.n_done = snapshot.sweep - first_sweep_.value_or(snapshot.sweep);
  time.share = static_cast<double>(snapshot.sweep) / static_cast<double>(snapshot.n_total);
  time.left = time.seconds / static_cast<double>(time.n_done) *
              static_cast<double>(snapshot.n_total - snapshot.sweep);
  return time;
}

bool Progress::is_due() const {
  using namespace std::chrono_literals;
  const auto passed = Clock::now() - shown_;
  switch (display_) {
    case Display::table:
      return passed >= 200ms;
    case Display::lines:
      return passed >= 10s;
    case Display::none:
      return false;
  }
  return false;
}

void Progress::paint(const std::vector<std::string>& lines) {
  std::string screen;
  if (n_painted_lines_ > 0) screen += fmt::format("\x1b[{}A", n_painted_lines_);
  for (const auto& line : lines) screen += "\r\x1b[K" + line + "\n";
  if (lines.size() < n_painted_lines_) screen += "\r\x1b[J";  // what was longer before
  n_painted_lines_ = lines.size();
  say(screen);
}

void Progress::print_line(const Snapshot& snapshot) {
  printed_sweep_ = snapshot.sweep;
  say(line_of(snapshot, time_of(snapshot)) + "\n");
}

}  // namespace temper
