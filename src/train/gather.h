#pragma once
// What every rank must know of all replicas at the end of a sweep: one all-gather.

#include <cstdint>
#include <span>
#include <vector>

#include "comm/communicator.h"
#include "kernel/kernel.h"
#include "store/sweep_columns.h"
#include "tempering/ladder.h"

namespace temper {

/// The columns of a sweep by replica, over all ranks [R * copies]. Energies are all NaN in sweeps
/// that needed none.
struct SweepReport : SweepTables {
  std::vector<double> log_error;  ///< mean of StepSums::log_error; NaN where none; not stored

  bool has_energy() const;

  /// What the ladder tempers: U, or U + V under posterior tempering.
  std::vector<double> tempered(Tempering tempering) const;
};

/// Collective. @param kernel  that moved them
SweepReport gather_report(std::span<const Move> moves, const Kernel& kernel,
                          const Communicator& world);

/// Metrics of the potential for each replica: [replica][metric]. Collective.
std::vector<std::vector<double>> gather_metrics(std::span<const Move> moves, Potential& potential,
                                                const Communicator& world);

/// NumericalError that names the replica, its rung, the sweep, and what to try.
[[noreturn]] void refuse_diverged(std::size_t replica, std::size_t rung, double energy,
                                  std::uint64_t sweep);

/// Throws NumericalError on every rank if an energy is not finite, naming the first such replica.
void refuse_not_finite(const SweepReport& report, const std::vector<std::int32_t>& rung_of,
                       std::uint64_t sweep);

}  // namespace temper
