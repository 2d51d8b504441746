#pragma once
// --metrics FILE: where a run stands, for monitoring. A file for node_exporter's textfile collector
// in Prometheus' text format (exposition format 0.0.4), replaced as a whole; or, if it ends in
// .jsonl, one JSON object a line, appended.

#include <chrono>
#include <string>

#include "train/observer.h"
#include "train/stopwatch.h"

namespace temper {

/// Throws UsageError if the file can't be written; empty is none. Not collective.
void require_metrics_file(const std::string& file);

class Metrics final : public Observer {
 public:
  /// @param file   empty: writes nothing
  /// @param watch  of the session; must outlive it
  Metrics(std::string file, std::string run, const Stopwatch& watch);

  /// Writes, but not more often than every five seconds.
  void see(const Snapshot& snapshot) override;
  void end(const Snapshot& snapshot) override { write(snapshot); }

 private:
  using Clock = std::chrono::steady_clock;

  void write(const Snapshot& snapshot);
  double rate(const Snapshot& snapshot) const;  ///< sweeps a second, of this session
  std::string as_prometheus(const Snapshot& snapshot) const;
  std::string as_json(const Snapshot& snapshot) const;

  std::string file_, run_;
  const Stopwatch& watch_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point written_ = {};
  std::uint64_t first_sweep_ = 0;
  bool has_seen_ = false;
};

}  // namespace temper
