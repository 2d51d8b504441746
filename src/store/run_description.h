#pragma once
// Everything about a run that is known before its first sweep and never changes: what fixes the
// shape of its files.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

/// The newest version of the format that is known.
inline constexpr std::uint64_t format_version = 3;

/// That in which a run is begun: version 3 is of several replicas a file, version 2 of one.
constexpr std::uint64_t version_of_new_runs(std::size_t replicas_per_file) {
  return replicas_per_file > 1 ? 3 : 2;
}

/// Which replicas share a file of draws: neighbours, `per_file` of them, in the last one fewer.
struct DrawsGroups {
  std::uint64_t n_replicas = 0;
  std::uint64_t per_file = 1;

  std::uint32_t first_with(std::uint32_t replica) const {
    return replica - static_cast<std::uint32_t>(replica % per_file);
  }
  std::uint64_t n_with(std::uint32_t replica) const {
    return std::min(per_file, n_replicas - first_with(replica));
  }
  std::uint64_t n_files() const { return (n_replicas + per_file - 1) / per_file; }
  std::vector<std::uint32_t> firsts() const;  ///< the first replica of each file
};

enum class Durability {
  kill,   ///< survives the death of any process; costs no sync
  power,  ///< survives the loss of power at any instant: syncs at every commit
};

/// A run of parameters with a name and a shape: theta[offset, offset + product of shape).
struct BlockDescription {
  std::string name;
  std::vector<std::size_t> shape;  ///< at most 4 axes
  std::size_t offset = 0;
};

/// A named array of the adaptation's state; its length is fixed for the run.
struct ArrayDescription {
  std::string name;
  std::size_t length = 0;
};

struct RunDescription {
  std::size_t n_rungs = 1;
  std::size_t n_copies = 1;
  std::size_t n_parameters = 1;
  std::uint64_t n_warmup = 0;  ///< sweeps
  std::uint64_t n_sweeps = 0;  ///< kept, after warm-up
  std::uint64_t thin = 1;      ///< sweeps between draws, warm-up included; at least 1
  std::vector<std::uint64_t> round_first_sweep = {0};  ///< rising; see FORMAT.md
  std::vector<std::string> metric_names;               ///< of [draw, replica] datasets
  std::vector<BlockDescription> blocks;
  std::vector<std::string> slot_names;    ///< kernel state, each [P]
  std::vector<std::string> scalar_names;  ///< kernel state and statistics, one number each
  std::vector<ArrayDescription> adaptation;
  std::vector<Attribute> attributes;  ///< of the run: config, provenance. Identity: see resume
  Durability durability = Durability::kill;
  std::size_t replicas_per_file = 1;               ///< neighbours, whose draws one rank writes
  std::uint64_t version = version_of_new_runs(1);  ///< of the run's files

  std::size_t n_replicas() const { return n_rungs * n_copies; }
  DrawsGroups draws_groups() const { return {n_replicas(), replicas_per_file}; }
  std::uint64_t total_sweeps() const { return n_warmup + n_sweeps; }
  std::uint64_t n_draws() const { return n_draws_before(total_sweeps()); }

  /// Draws of the sweeps below this one.
  std::uint64_t n_draws_before(std::uint64_t sweep) const { return sweep / thin; }

  /// The sweep after which this draw is stored: every `thin`-th one.
  std::uint64_t draw_sweep(std::uint64_t draw) const { return (draw + 1) * thin - 1; }

  /// The draw that is stored after this sweep, if any.
  std::optional<std::uint64_t> draw_after(std::uint64_t sweep) const;
};

/// Disk space of the whole run, which is reserved when it is created; HDF5's own part is estimated.
std::uint64_t predicted_bytes(const RunDescription& description);

}  // namespace temper
