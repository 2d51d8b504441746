#pragma once
// What a run is and where it stands, read without disturbing it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

struct RunSummary {
  std::uint64_t committed = 0;  ///< sweeps
  std::uint64_t n_warmup = 0;
  std::uint64_t n_sweeps = 0;  ///< kept, after warm-up
  std::uint64_t n_draws = 0;   ///< committed
  std::uint64_t n_rungs = 0;
  std::uint64_t n_copies = 0;
  std::uint64_t n_parameters = 0;
  std::uint64_t bytes = 0;                       ///< on the disk, all files of the run
  std::vector<std::uint64_t> checkpoint_sweeps;  ///< of those with a whole header, rising
  std::optional<std::string> writer;             ///< the job that writes to it now, if any
  std::vector<Attribute> attributes;             ///< of run.h5, by name

  std::uint64_t total_sweeps() const { return n_warmup + n_sweeps; }
  bool is_finished() const { return committed == total_sweeps(); }
  std::string config() const;  ///< resolved, TOML; "" if the run has none
};

/// Throws UsageError if there is no run here, or one of an unknown format version; IoError if it
/// can't be read.
RunSummary summarise_run(const std::string& path);

}  // namespace temper
