#pragma once
// [run] and [output]: how long a run is, and what is kept of it.

#include <cstdint>
#include <optional>

#include "config/config.h"
#include "store/run_description.h"
#include "train/run_budget.h"

namespace temper {

/// Keys given as "auto": a plan (train/plan.h) chooses them before the run. Until then their
/// numbers are those of no plan.
struct OpenKeys {
  bool warmup = false, sweeps = false, steps = false, copies = false, thin = false;

  bool any() const { return warmup || sweeps || steps || copies || thin; }
};

/// What run.until = "converged" or "verdict" asks for.
struct Convergent {
  bool by_verdict = false;        ///< until the verdict names nothing that more sweeps mend
  double r_hat = 1.01;            ///< of U on rung 0, at most
  double size = 400;              ///< independent values of U on rung 0, bulk and tail
  double log_z_error = 0;         ///< standard error of log Z, at most [nats]; 0: any
  std::uint64_t most_sweeps = 0;  ///< kept, whatever has been reached
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint64_t n_warmup = 0;         ///< sweeps before those that are kept
  std::uint64_t n_sweeps = 0;         ///< kept sweeps
  std::uint32_t steps = 0;            ///< kernel steps in a sweep
  std::uint32_t n_copies = 1;         ///< independent ladders
  std::uint64_t thin = 1;             ///< sweeps between stored draws
  std::size_t replicas_per_file = 1;  ///< neighbours whose draws share a file
  double checkpoint_seconds = 0;
  double time_limit = infinity;  ///< of this session, from its start [s]
  Durability durability = Durability::kill;
  RunBudget budget;  ///< that a plan must keep to
  OpenKeys open;
  std::optional<Convergent> convergent;  ///< nullopt: the run has the length that is given

  std::uint64_t n_total() const { return n_warmup + n_sweeps; }
};

std::uint64_t read_seed(const Config& config);
RunOptions read_run_options(const Config& config);

}  // namespace temper
