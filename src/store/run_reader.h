#pragma once
// A run as a reader sees it: tables up to the last commit, and draws one by one.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/draws_file.h"
#include "store/run_folder.h"
#include "store/sweep_columns.h"

namespace temper {

/// The tables of run.h5 below the committed count, read at once; a column that the version of the
/// program that made the run didn't have is empty.
struct StoredTables : SweepTables {
  std::uint64_t committed = 0;  ///< sweeps: rows of all tables by sweep
  std::uint64_t n_warmup = 0;
  std::size_t n_rungs = 1;
  std::size_t n_copies = 1;
  std::size_t n_parameters = 0;
  DrawsGroups draws_groups;                      ///< which replicas share a file
  std::vector<std::uint64_t> round_first_sweep;  ///< [round] of rounds begun
  std::vector<double> beta;                      ///< [round, rung]
  std::vector<double> step_size;                 ///< [round, rung]
  std::vector<std::uint64_t> draw_sweep;         ///< [draw] of committed draws only
  std::vector<std::string> metric_names;
  std::vector<std::vector<double>> metrics;  ///< [metric][draw, replica]

  std::size_t n_replicas() const { return n_rungs * n_copies; }
  std::size_t n_pairs() const { return n_rungs - 1; }
  /// The replica of `copy` that explored on `rung` in `sweep`.
  std::uint32_t replica_on(std::size_t rung, std::size_t copy, std::uint64_t sweep) const;
};

/// Throws UsageError if there is no run of a known version, IoError if it can't be read.
StoredTables read_tables(const RunFolder& folder);

/// What each parameter is called: "x", or "layer0.weight[1,0]" of a block with axes. [P]; empty
/// where the blocks of a file from somebody else aren't those of theta. Throws IoError.
std::vector<std::string> parameter_names(const RunFolder& folder, std::size_t n_parameters);

/// Where the best state of a replica was found.
struct StoredBest {
  double objective = 0;     ///< U + V, nats
  std::uint64_t sweep = 0;  ///< found after exploring in this sweep
};

/// The thetas of one replica. StoredTables::draw_sweep says which draws are valid.
class DrawsReader {
 public:
  /// @param groups  of the run: StoredTables::draws_groups. Throws IoError
  DrawsReader(const RunFolder& folder, const DrawsGroups& groups, std::uint32_t replica);

  /// @param theta  [P] out. Throws IoError.
  void read(std::uint64_t draw, std::span<float> theta) const;

  /// The best whole state below `committed`; nullopt if there is none.
  /// @param theta  [P] out
  std::optional<StoredBest> read_best(std::uint64_t committed, std::span<float> theta) const;

 private:
  void require_length(const char* dataset, std::span<const float> theta) const;

  OpenDraws draws_;
  std::uint32_t replica_;
};

}  // namespace temper
