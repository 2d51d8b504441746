#pragma once
// How long an ensemble of descents trains.

#include <cstddef>
#include <cstdint>
#include <optional>

namespace temper {

/// What is fixed before sizes are chosen.
struct EnsembleDemand {
  std::size_t n_points = 1;
  double budget = 0;  ///< gradient evaluations of all members
  std::optional<std::size_t> n_members = {};
  std::optional<std::uint32_t> steps = {};
  std::optional<double> step_cost = {};  ///< gradient evaluations; none: those of a new batch
  double energy_cost = 0;                ///< of a sweep beside its steps
};

struct EnsembleSizes {
  std::size_t n_members = 1;
  std::size_t batch = 1;
  std::uint32_t steps = 1;  ///< in a sweep
  std::uint64_t n_warmup = 0, n_sweeps = 0;
  double step_cost = 1;  ///< gradient evaluations
  double lr = 0.01;      ///< for adam
};

/// Eight members of up to 100 epochs, or 2,000 steps where an epoch has few; fewer members if each
/// had less than ten epochs, and batches and sweeps small enough for a verdict, unless energies
/// took more than half of the budget. The last fifth of the sweeps, which are epochs at most, is
/// kept. Two members of two steps are the least, whatever the budget.
EnsembleSizes ensemble_sizes(const EnsembleDemand& demand);

}  // namespace temper
