#pragma once
// How large a run must be for its replicas to walk the ladder, and what fits a budget: pure
// functions of what a pilot has measured.

#include <cstddef>
#include <cstdint>
#include <optional>

namespace temper {

/// What a ladder asks for.
struct LadderDemand {
  double barrier = 0;   ///< between its ends
  double cost = 1;      ///< gradient evaluations of one replica in one sweep
  double slowness = 1;  ///< sweeps of a round trip, over those if energies forget in a sweep
};

struct RunShape {
  std::size_t n_rungs = 1;
  std::size_t n_copies = 1;
  std::uint64_t n_warmup = 0, n_sweeps = 0;

  /// Of the whole run, in gradient evaluations.
  double evaluations(double cost) const;
};

/// What is fixed before a shape is chosen.
struct ShapeLimits {
  std::optional<std::size_t> n_copies;
  std::optional<std::uint64_t> n_warmup, n_sweeps;
  double budget = 0;        ///< gradient evaluations
  bool is_sparing = false;  ///< takes no more than a good run needs; else all of the budget, as far
                            ///< as there is any use of it
};

/// Kept sweeps in which each copy makes `trips` round trips, if all pairs reject alike and energies
/// forget in a sweep: R + trips (2 + 2 sum r/(1-r)), since a run begins in the middle of
/// everybody's trip (Syed et al. 2022, section 3.4).
double sweeps_for_trips(double trips, std::size_t n_rungs, double barrier);

/// Its inverse: round trips of a copy of that shape.
double round_trips_of(const RunShape& shape, double barrier);

/// The least run worth starting: 12 round trips a copy if energies forget, of which a third
/// happens where they remember. Two copies, so that there is something to compare.
RunShape least_run(std::size_t n_rungs, const LadderDemand& demand, const ShapeLimits& limits);

/// A good run, 40 round trips a copy and 4 copies, or as much of it as the budget pays for; nullopt
/// if that is less than the least.
std::optional<RunShape> fit_run(std::size_t n_rungs, const LadderDemand& demand,
                                const ShapeLimits& limits);

/// The most rungs that the budget pays for if the ladder is cut where neighbours still exchange
/// every other time, with a barrier of half a pair each; nullopt if that isn't even four.
/// @param demand  of the whole range; its barrier is not asked for
std::optional<RunShape> fit_narrow_run(std::size_t most_rungs, const LadderDemand& demand,
                                       const ShapeLimits& limits);

/// The barrier between the ends of a narrow ladder.
double narrow_barrier(std::size_t n_rungs);

}  // namespace temper
