#pragma once
// [run] and [output]: how long a run is, and what is kept of it.

#include <cstdint>

#include "config/config.h"
#include "store/run_description.h"

namespace temper {

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint64_t n_warmup = 0;  ///< sweeps before those that are kept
  std::uint64_t n_sweeps = 0;  ///< kept sweeps
  std::uint32_t steps = 0;     ///< kernel steps in a sweep
  std::uint32_t n_copies = 1;  ///< independent ladders
  std::uint64_t thin = 1;      ///< sweeps between stored draws
  double checkpoint_seconds = 0;
  double time_limit = infinity;  ///< of this session, from its start [s]
  Durability durability = Durability::kill;

  std::uint64_t n_total() const { return n_warmup + n_sweeps; }
};

std::uint64_t read_seed(const Config& config);
RunOptions read_run_options(const Config& config);

}  // namespace temper
