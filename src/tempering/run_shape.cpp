#include "tempering/run_shape.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double good_trips = 40, least_trips = 12;
constexpr double good_sweeps = 2000, least_sweeps = 1000;
constexpr std::size_t good_copies = 4, least_copies = 2;

/// Sweeps of a round trip.
double sweeps_of_trip(std::size_t n_rungs, double barrier) {
  constexpr double hardly_any = 0.99;  // rejection beyond which the formula divides by nothing
  const auto n_pairs = static_cast<double>(n_rungs - 1);
  const double rejection = n_rungs == 1 ? 0 : std::min(barrier / n_pairs, hardly_any);
  return 2 + 2 * n_pairs * rejection / (1 - rejection);
}

/// Half as many sweeps of warm-up as are kept, unless either is given.
RunShape with_sweeps(RunShape shape, double n_sweeps, const ShapeLimits& limits) {
  constexpr std::uint64_t least_warmup = 100, most_warmup = 5000;
  shape.n_sweeps = limits.n_sweeps.value_or(static_cast<std::uint64_t>(n_sweeps));
  shape.n_warmup =
      limits.n_warmup.value_or(std::clamp(shape.n_sweeps / 2, least_warmup, most_warmup));
  return shape;
}

double sweeps_for(double trips, double fewest, std::size_t n_rungs, const LadderDemand& demand) {
  return std::ceil(
      std::max(fewest, sweeps_for_trips(trips * demand.slowness, n_rungs, demand.barrier)));
}

/// Kept sweeps that the budget pays for, one in three of all being warm-up unless that is given.
double affordable_sweeps(const RunShape& shape, double cost, const ShapeLimits& limits) {
  const double all = limits.budget / (static_cast<double>(shape.n_rungs * shape.n_copies) * cost);
  return limits.n_warmup ? all - static_cast<double>(*limits.n_warmup) : all / 1.5;
}

}  // namespace

double RunShape::evaluations(double cost) const {
  return static_cast<double>(n_rungs * n_copies) * static_cast<double>(n_warmup + n_sweeps) * cost;
}

double sweeps_for_trips(double trips, std::size_t n_rungs, double barrier) {
  return static_cast<double>(n_rungs) + trips * sweeps_of_trip(n_rungs, barrier);
}

double round_trips_of(const RunShape& shape, double barrier) {
  const auto sweeps = static_cast<double>(shape.n_sweeps) - static_cast<double>(shape.n_rungs);
  return std::max(0.0, sweeps / sweeps_of_trip(shape.n_rungs, barrier));
}

RunShape least_run(std::size_t n_rungs, const LadderDemand& demand, const ShapeLimits& limits) {
  const RunShape shape{n_rungs, limits.n_copies.value_or(least_copies), 0, 0};
  return with_sweeps(shape, sweeps_for(least_trips, least_sweeps, n_rungs, demand), limits);
}

std::optional<RunShape> fit_run(std::size_t n_rungs, const LadderDemand& demand,
                                const ShapeLimits& limits) {
  constexpr double of_much_use = 20, cheap = 0.25;  // four copies at a quarter of the budget
  const double good = sweeps_for(good_trips, good_sweeps, n_rungs, demand);
  for (const auto n_copies : {good_copies, least_copies}) {
    const RunShape shape{n_rungs, limits.n_copies.value_or(n_copies), 0, 0};
    const double affordable = affordable_sweeps(shape, demand.cost, limits);
    const double share = limits.is_sparing && n_copies == good_copies ? cheap : 1;
    if (share * affordable < good) continue;
    return with_sweeps(shape, limits.is_sparing ? good : std::min(affordable, of_much_use * good),
                       limits);
  }
  const auto least = least_run(n_rungs, demand, limits);
  const double affordable = affordable_sweeps(least, demand.cost, limits);
  if (limits.n_sweeps || affordable >= static_cast<double>(least.n_sweeps))
    return with_sweeps(least, affordable, limits);
  return std::nullopt;
}

std::optional<RunShape> fit_narrow_run(std::size_t most_rungs, const LadderDemand& demand,
                                       const ShapeLimits& limits) {
  constexpr std::size_t fewest_rungs = 4;
  auto narrow = demand;
  for (auto n_rungs = most_rungs; n_rungs >= fewest_rungs; --n_rungs) {
    narrow.barrier = narrow_barrier(n_rungs);
    if (const auto shape = fit_run(n_rungs, narrow, limits)) return shape;
  }
  return std::nullopt;
}

double narrow_barrier(std::size_t n_rungs) { return static_cast<double>(n_rungs - 1) / 2; }

}  // namespace temper
