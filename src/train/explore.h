#pragma once
// Exploring: the part of a sweep in which every replica moves on its own.

#include <span>

#include "kernel/kernel.h"
#include "train/stopwatch.h"

namespace temper {

/// Where an exploration is in the run.
struct SweepKey {
  std::uint64_t seed = 0;
  std::uint64_t sweep = 0;
  std::uint32_t steps = 0;   ///< kernel steps in a sweep
  bool needs_energy = true;  ///< over all the data, where the kernel doesn't keep it
};

/// Moves replicas by the kernel, those at beta = 0 by the reference kernel.
class Explorer {
 public:
  /// @param group  replicas that take a step together; how they are grouped changes no bit
  Explorer(Kernel& kernel, Kernel& reference, Potential& potential, std::size_t group);

  /// `steps` steps of every replica, then its energy over all the data, NaN where it is neither
  /// kept nor needed, and its best state so far.
  void sweep(std::span<Move> moves, const SweepKey& key, Stopwatch& watch);

 private:
  void move_group(std::span<Move> group, const SweepKey& key);
  void evaluate(Move& move, const SweepKey& key);

  Kernel& kernel_;
  Kernel& reference_;
  Potential& potential_;
  std::size_t group_;
};

}  // namespace temper
