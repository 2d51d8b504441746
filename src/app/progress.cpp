#include "app/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/terminal.h"

namespace temper {
namespace {

constexpr std::size_t most_rows_live = 16;

std::string or_dash(double value, const char* format) {
  return std::isnan(value) ? "–" : fmt::format(fmt::runtime(format), value);
}

/// `n` indices from 0 to `size` - 1 at even distances, both ends among them.
std::vector<std::size_t> spread(std::size_t size, std::size_t n) {
  std::vector<std::size_t> indices;
  if (size <= n) n = size;
  for (std::size_t i = 0; i < n; ++i)
    indices.push_back(n == 1 ? 0 : (i * (size - 1) + (n - 1) / 2) / (n - 1));
  return indices;
}

/// Fits a line to the terminal, so that repainting counts its lines rightly.
std::string clip(const std::string& line) {
  const auto columns = static_cast<std::size_t>(terminal_columns());
  return columns == 0 || line.size() <= columns ? line : line.substr(0, columns);
}

}  // namespace

Display choose_display(bool quiet) {
  if (quiet) return Display::none;
  return stderr_is_terminal() ? Display::table : Display::lines;
}

std::string duration_text(double seconds) {
  const auto total = std::max(0L, std::lround(seconds));
  if (total >= 3600) return fmt::format("{} h {:02} min", total / 3600, total / 60 % 60);
  if (total >= 60) return fmt::format("{} min {:02} s", total / 60, total % 60);
  return fmt::format("{} s", total);
}

std::vector<std::string> rung_table(const Snapshot& snapshot, std::size_t most_rows) {
  const auto& ladder = *snapshot.ladder;
  const bool has_metric = !snapshot.metric.empty();
  std::vector<std::string> rows = {fmt::format("{:>6} {:>12} {:>8} {:>14} {:>11} {:>14}", "rung",
                                               "temperature", "replica", "energy U", "acceptance",
                                               has_metric ? snapshot.metric_name : "")};
  for (const std::size_t rung : spread(ladder.size(), most_rows)) {
    const auto replica = (*snapshot.replica_at)[rung];
    const bool has_pair = rung < snapshot.rejection.size();
    rows.push_back(fmt::format("{:>6} {:>12.6g} {:>8} {:>14} {:>11} {:>14}", rung,
                               ladder.temperature[rung], replica,
                               or_dash(snapshot.energy[replica], "{:.6g}"),
                               has_pair ? or_dash(1 - snapshot.rejection[rung], "{:.2f}") : "",
                               has_metric ? or_dash(snapshot.metric[replica], "{:.4f}") : ""));
  }
  return rows;
}

void Progress::see(const Snapshot& snapshot) {
  if (!first_sweep_) first_sweep_ = snapshot.sweep - 1;
  if (!is_due()) return;
  shown_ = Clock::now();
  if (display_ == Display::table)
    paint(snapshot);
  else
    fmt::print(stderr, "{}\n", headline(snapshot));
}

void Progress::end(const Snapshot& snapshot) {
  if (display_ == Display::table) paint(snapshot);
  if (display_ == Display::lines) fmt::print(stderr, "{}\n", headline(snapshot));
  n_painted_lines_ = 0;
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

void Progress::paint(const Snapshot& snapshot) {
  std::string screen;
  if (n_painted_lines_ > 0) screen += fmt::format("\x1b[{}A", n_painted_lines_);
  auto lines = rung_table(snapshot, most_rows_live);
  lines.insert(lines.begin(), headline(snapshot));
  for (const auto& line : lines) screen += "\r\x1b[K" + clip(line) + "\n";
  n_painted_lines_ = lines.size();
  fmt::print(stderr, "{}", screen);
}

std::string Progress::headline(const Snapshot& snapshot) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate =
      static_cast<double>(snapshot.sweep - first_sweep_.value_or(0)) / std::max(seconds, 1e-9);
  const double left = static_cast<double>(snapshot.n_total - snapshot.sweep) / std::max(rate, 1e-9);
  const auto target = (*snapshot.replica_at)[0];
  std::string line = fmt::format(
      "sweep {}/{}{}, {:.3g} sweeps/s, {} left, U of rung 0 {}, round trips {}", snapshot.sweep,
      snapshot.n_total, snapshot.sweep < snapshot.n_warmup ? " (warm-up)" : "", rate,
      duration_text(left), or_dash(snapshot.energy[target], "{:.6g}"), snapshot.round_trips);
  if (!snapshot.metric.empty())
    line += fmt::format(", {} {:.4f}", snapshot.metric_name, snapshot.metric[target]);
  return line;
}

}  // namespace temper
