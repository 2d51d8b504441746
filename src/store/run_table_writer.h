#pragma once
// run.h5 as the root writes it: rows by sweep, by round and by draw, and the count that makes them
// valid.

#include <cstdint>
#include <span>

#include "h5/preallocated_file.h"
#include "store/run_description.h"
#include "store/run_folder.h"
#include "store/sweep_columns.h"

namespace temper {

/// The ladder from a sweep on.
struct RoundRow {
  std::uint64_t round = 0;
  std::span<const double> beta;         ///< [rung]
  std::span<const double> step_size;    ///< [rung]
  std::span<const double> noise_level;  ///< [rung]
};

class RunTableWriter {
 public:
  /// Lays out run.h5 without its name yet, so that a killed creation can be told from a run.
  static PreallocatedFile create(const RunFolder& folder, const RunDescription& description);

  RunTableWriter(const RunFolder& folder, const RunDescription& description);

  std::uint64_t committed() const { return committed_; }

  void write_round(const RoundRow& row);
  void write_sweep(std::uint64_t sweep, const SweepTables& row);

  /// @param metrics  [metric, replica], by RunDescription::metric_names
  void write_metrics(std::uint64_t draw, std::span<const double> metrics);

  /// Makes all sweeps below `count` valid. A lower count than before changes nothing.
  void commit(std::uint64_t count);

  /// Takes over the rows of sweeps [begin, end), with their rounds and draws, of another copy of
  /// this file. They are valid once they are committed.
  void take_rows(const RunTableWriter& other, std::uint64_t begin, std::uint64_t end);

  void sync() { file_.sync(); }

 private:
  RunDescription description_;
  PreallocatedFile file_;
  std::uint64_t committed_ = 0;
};

}  // namespace temper
