#include "report/metrics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <vector>

#include "base/errors.h"
#include "files/json_text.h"
#include "h5/raw_file.h"
#include "store/own_files.h"

namespace temper {
namespace {

using namespace std::chrono_literals;

/// How each line begins: by this, a file is known as metrics.
constexpr const char* line_beginning = "{\"time\": ";

bool is_json_lines(const std::string& file) { return file.ends_with(".jsonl"); }

/// A label's value: \ and " and line ends escaped, as the format asks.
std::string label(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if (character == '\\' || character == '"') result += '\\';
    result += character == '\n' ? ' ' : character;
  }
  return result;
}

/// A metric with its help and type, ready for its samples.
std::string head(const char* name, const char* type, const char* help) {
  return fmt::format("# HELP temper_{0} {2}\n# TYPE temper_{0} {1}\n", name, type, help);
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "NaN"; }
std::string json_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

std::vector<double> energy_by_rung(const Snapshot& snapshot) {
  std::vector<double> energies;
  for (std::size_t rung = 0; rung < snapshot.ladder->size(); ++rung)
    energies.push_back(snapshot.energy[(*snapshot.replica_at)[rung]]);
  return energies;
}

std::vector<double> acceptance(const Snapshot& snapshot) {
  std::vector<double> rates;
  for (const double rejection : snapshot.rejection) rates.push_back(1 - rejection);
  return rates;
}

std::string json_list(const std::vector<double>& values) {
  std::vector<std::string> items;
  for (const double value : values) items.push_back(json_number(value));
  return fmt::format("[{}]", fmt::join(items, ", "));
}

}  // namespace

void require_metrics_file(const std::string& file) {
  if (file.empty()) return;
  require_replaceable_text(file, is_json_lines(file) ? line_beginning : "# HELP temper_");
  if (!std::ofstream(file, std::ios::app))
    throw UsageError(fmt::format("--metrics {}: the file can't be written", file));
}

Metrics::Metrics(std::string file, std::string run, const Stopwatch& watch)
    : file_(std::move(file)), run_(std::move(run)), watch_(watch) {}

void Metrics::see(const Snapshot& snapshot) {
  if (!has_seen_) first_sweep_ = snapshot.sweep - 1;
  has_seen_ = true;
  if (Clock::now() - written_ >= 5s) write(snapshot);
}

void Metrics::write(const Snapshot& snapshot) {
  if (file_.empty()) return;
  written_ = Clock::now();
  if (is_json_lines(file_)) {
    std::ofstream(file_, std::ios::app) << as_json(snapshot);
    return;
  }
  try {
    write_whole(file_, as_prometheus(snapshot));  // a collector sees the old one or the new one
  } catch (const IoError&) {                      // a run doesn't end by what watches it
  }
}

double Metrics::rate(const Snapshot& snapshot) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return static_cast<double>(snapshot.sweep - first_sweep_) / std::max(seconds, 1e-9);
}

std::string Metrics::as_prometheus(const Snapshot& snapshot) const {
  const auto run = fmt::format("run=\"{}\"", label(run_));
  std::string text;
  const auto add = [&](const char* name, const char* type, const char* help, double value) {
    text += head(name, type, help) + fmt::format("temper_{}{{{}}} {}\n", name, run, number(value));
  };
  const auto add_by = [&](const char* name, const char* help, const std::vector<double>& values) {
    text += head(name, "gauge", help);
    for (std::size_t rung = 0; rung < values.size(); ++rung)
      text +=
          fmt::format("temper_{}{{{},rung=\"{}\"}} {}\n", name, run, rung, number(values[rung]));
  };
  add("sweeps_done", "counter", "Sweeps done since the run was begun.",
      static_cast<double>(snapshot.sweep));
  add("sweeps_wanted", "gauge", "Sweeps of the whole run, warm-up included.",
      static_cast<double>(snapshot.n_total));
  add("sweeps_per_second", "gauge", "Mean over this session.", rate(snapshot));
  add("round_trips", "counter", "Round trips of replicas since warm-up.",
      static_cast<double>(snapshot.round_trips));
  add("updated_seconds", "gauge", "When this was written, since 1970.",
      static_cast<double>(std::time(nullptr)));
  add_by("energy_nats", "U of the replica on each rung.", energy_by_rung(snapshot));
  add_by("swap_acceptance", "Of swaps of each rung with the next.", acceptance(snapshot));
  text += head("phase_seconds", "counter", "Where the time of this session went.");
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    text += fmt::format("temper_phase_seconds{{{},phase=\"{}\"}} {}\n", run, phase_names[i],
                        number(watch_.seconds(static_cast<Phase>(i))));
  return text;
}

std::string Metrics::as_json(const Snapshot& snapshot) const {
  std::vector<std::string> phases;
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    phases.push_back(fmt::format("\"{}\": {}", phase_names[i],
                                 json_number(watch_.seconds(static_cast<Phase>(i)))));
  return fmt::format(
      "{}{}, \"run\": {}, \"sweep\": {}, \"n_total\": {}, \"sweeps_per_second\": {}, "
      "\"round_trips\": {}, \"energy\": {}, \"acceptance\": {}, \"seconds\": {{{}}}}}\n",
      line_beginning, std::time(nullptr), json_text(run_), snapshot.sweep, snapshot.n_total,
      json_number(rate(snapshot)), snapshot.round_trips, json_list(energy_by_rung(snapshot)),
      json_list(acceptance(snapshot)), fmt::join(phases, ", "));
}

}  // namespace temper
