#include "train/explore.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Energy unknown = {nan, nan};

bool is_reference(const Move& move) { return std::isinf(move.target.temperature); }

void keep_if_best(Replica& replica, std::uint64_t sweep) {
  auto& best = replica.best;
  const auto objective = [](const Energy& energy) { return energy.U + energy.V; };
  if (!(objective(replica.energy) < objective(best.energy))) return;
  best.theta = replica.theta;
  best.energy = replica.energy;
  best.sweep = sweep;
}

}  // namespace

Explorer::Explorer(Kernel& kernel, Kernel& reference, Potential& potential, std::size_t group)
    : kernel_(kernel), reference_(reference), potential_(potential), group_(group) {
  kernel_.prepare(potential_, group_);
  reference_.prepare(potential_, 1);
}

void Explorer::sweep(std::span<Move> moves, const SweepKey& key, Stopwatch& watch) {
  watch.start(Phase::explore);
  for (std::size_t first = 0; first < moves.size();) {
    if (is_reference(moves[first])) {
      reference_.step(moves.subspan(first, 1),
                      {key.seed, static_cast<std::uint32_t>(key.sweep), 0, key.sweep * key.steps},
                      potential_);
      ++first;
      continue;
    }
    std::size_t last = first + 1;
    while (last < moves.size() && last - first < group_ && !is_reference(moves[last])) ++last;
    move_group(moves.subspan(first, last - first), key);
    first = last;
  }
  watch.start(Phase::energy);
  for (auto& move : moves) evaluate(move, key);
}

void Explorer::move_group(std::span<Move> group, const SweepKey& key) {
  const auto sweep = static_cast<std::uint32_t>(key.sweep);
  for (std::uint32_t step = 0; step < key.steps; ++step)
    kernel_.step(group, {key.seed, sweep, step, key.sweep * key.steps + step}, potential_);
}

void Explorer::evaluate(Move& move, const SweepKey& key) {
  auto& replica = *move.replica;
  if (is_reference(move) || !kernel_.keeps_energy())
    replica.energy = key.needs_energy ? potential_.energy(replica.theta) : unknown;
  keep_if_best(replica, key.sweep);
}

}  // namespace temper
