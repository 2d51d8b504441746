#pragma once
// One theta with its kernel's state. A replica keeps its identity for life; rungs move.

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/floats.h"
#include "potential/potential.h"

namespace temper {

/// The state of lowest U + V that a replica has visited at the end of a sweep.
struct Best {
  Floats theta;  ///< [P]
  Energy energy{std::numeric_limits<double>::infinity(), 0};
  std::uint64_t sweep = 0;

  /// False before a sweep with energies has ended: then theta is nothing.
  bool is_known() const { return std::isfinite(energy.U + energy.V); }
};

struct Replica {
  std::uint32_t id = 0;
  Floats theta;                 ///< [P]
  std::vector<Floats> slots;    ///< kernel state, each [P], by Kernel::slot_names()
  std::vector<double> scalars;  ///< kernel state, by Kernel::scalar_names()
  Energy energy;                ///< at theta, over all the data
  Best best;
};

}  // namespace temper
