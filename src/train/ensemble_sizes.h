#pragma once
// How long an ensemble of descents trains.

#include <cstddef>
#include <cstdint>

namespace temper {

struct EnsembleSizes {
  std::size_t batch = 1;
  std::uint32_t steps = 1;  ///< in a sweep, which is an epoch
  std::uint64_t n_warmup = 0, n_sweeps = 0;
  double lr = 0.01;  ///< for adam
};

/// Members of an ensemble, unless it is said.
inline constexpr std::size_t usual_members = 8;

/// Epochs within the budget [gradient evaluations], 10 to 100, of which the last fifth is kept.
EnsembleSizes ensemble_sizes(std::size_t n_points, std::size_t n_members, double budget);

}  // namespace temper
