#include "method/complete_descents.h"

#include <algorithm>

#include "config/section.h"

namespace temper {
namespace {

constexpr std::uint64_t stretch = 20;  ///< steps
constexpr double least_share = 0.2;    ///< gain of a stretch, over what is missing
constexpr double least_gain = 0.001;   ///< of a stretch, nats: the polish does the rest

/// @param end  progress of the search when no further stretch begins
void descend(Walk& walk, Walker& walker, double end) {
  const auto& finding = walk.search().potential().finding();
  double before = infinity;
  while (walk.search().progress() < end) {
    walk.steps(walker, stretch);
    const double now = finding.objective_of(walker.replica.energy);
    const double missing = now - finding.objective();
    if (!(before - now > std::max(least_gain, least_share * missing))) return;
    before = now;
  }
}

}  // namespace

Walker complete_descents(Walk& walk, double share) {
  const double end = walk.search().progress() + share;
  Walker lowest;
  do {
    auto walker = walk.fresh();
    descend(walk, walker, end);
    if (lowest.replica.theta.empty() || walker.objective() < lowest.objective())
      lowest = std::move(walker);
  } while (walk.search().progress() < end);
  return lowest;
}

}  // namespace temper
