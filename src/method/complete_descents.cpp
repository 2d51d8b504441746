#include "method/complete_descents.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "config/section.h"

namespace temper {
namespace {

constexpr double least_share = 0.2;    ///< gain of a stretch, over what is missing
constexpr double least_gain = 0.001;   ///< of a stretch, nats: the polish does the rest
constexpr double bottom_share = 0.05;  ///< of what is left: kept for the last descent

/// Makes a fresh starting point up to `spread` times as large: evenly in the logarithm.
void disperse(Walk& walk, Walker& walker, double spread) {
  if (spread == 1) return;
  Rng rng({walk.search().seed(), Stream::adapt, walker.replica.id, 0, 0});
  const auto factor = static_cast<float>(std::pow(spread, rng.uniform()));
  for (float& value : walker.replica.theta) value *= factor;
}

}  // namespace

void LowestEnds::add(Walker walker) {
  std::erase_if(walkers_, [&](const Walker& known) {
    return known.replica.id == walker.replica.id;  // it went on from there
  });
  const auto next = std::upper_bound(
      walkers_.begin(), walkers_.end(), walker,
      [](const Walker& a, const Walker& b) { return a.objective() < b.objective(); });
  if (next != walkers_.begin() && walker.objective() - std::prev(next)->objective() < same_height)
    return;
  if (next != walkers_.end() && next->objective() - walker.objective() < same_height)
    *next = std::move(walker);
  else
    walkers_.insert(next, std::move(walker));
  if (walkers_.size() > n_kept_) walkers_.pop_back();
}

bool descend(Walk& walk, Walker& walker, double end) {
  const auto& finding = walk.search().potential().finding();
  double before = infinity;
  while (walk.search().progress() < end) {
    walk.steps(walker, walk.stretch());
    const double now = finding.objective_of(walker.replica.energy);
    const double missing = now - finding.objective();
    if (!(before - now > std::max(least_gain, least_share * missing))) return true;
    before = now;
  }
  return false;
}

Descents complete_descents(Walk& walk, double end, LowestEnds& lowest, double spread) {
  Descents descents;
  do {
    auto walker = walk.fresh();
    disperse(walk, walker, spread);
    if (!descend(walk, walker, end)) descents.unfinished = walker;
    descents.ends.push_back(walker.objective());
    lowest.add(std::move(walker));
  } while (walk.search().progress() < end);
  return descents;
}

void restart_descents(Search& search, const Pace& pace, double spread) {
  Walk walk(search, pace);
  for (;;) {
    LowestEnds ends(1);
    complete_descents(walk, 1 - bottom_share * (1 - search.progress()), ends, spread);
    auto& lowest = ends.walkers().front();
    while (!lowest.is_settled) walk.steps(lowest, 1);
  }
}

}  // namespace temper
