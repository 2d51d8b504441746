#pragma once
// States of the prior that no rung above it ever visits: their likelihood is 0, or so near it that
// exp can't tell. Estimates from the colder of two rungs know nothing of them, and means over the
// prior nothing but them; so the last step of the ladder is taken in two: from all of the prior to
// the part that can be reached, which is a share of it, and from there on as ever.

#include "statistics/series_estimate.h"
#include "tempering/rung_energies.h"

namespace temper {

struct ReachableEnergies {
  /// On the prior, an unreachable state has the energy of the reachable one before it in its copy
  /// (at the front: after it).
  RungEnergies energies;
  SeriesEstimate log_share;  ///< of the prior that can be reached; 0 if all of it can
};

ReachableEnergies reachable(const RungEnergies& energies);

}  // namespace temper
