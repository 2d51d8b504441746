#pragma once
// Replicas on a ladder: the tempering of `temper train` and of every method of `temper compare`
// that tempers. It knows neither ranks nor files: who has no rank holds all replicas.
//
// Legal order: place (explore by moves() exchange() assign)*, where place may come again at any
// time.

#include <functional>
#include <span>
#include <vector>

#include "kernel/kernel.h"
#include "tempering/metric.h"
#include "tempering/swap_phase.h"

namespace temper {

/// Where everybody stands; the same for every holder of replicas.
struct LadderState {
  Ladder ladder;
  ReplicaAt replica_at;  ///< [R * copies]
  Scales scale = {};     ///< [R] of each rung's metric, or empty
};

/// How neighbouring rungs exchange replicas.
struct ExchangeRule {
  PairSchedule schedule = PairSchedule::even_odd;
  const SwapTest& test;
};

/// Finds the energy difference of each proposed pair: from energies that are there, or from as many
/// examples as the test asks for.
using FindDifferences =
    std::function<std::vector<EnergyDifference>(const std::vector<Proposal>& proposals)>;

/// Proposes the pairs of a sweep, has their energies compared, and decides. Nothing moves: who
/// commits a sweep as it was sampled assigns the rungs after that.
SwapPhase exchange(const LadderState& at, const ExchangeRule& rule, SwapKey key,
                   const FindDifferences& differences);

class TemperedEnsemble {
 public:
  /// @param replicas    those that this process holds; they must outlive it and keep their places
  /// @param first       the number of the first of them in ReplicaAt; the others follow it
  /// @param is_watched  Move::is_watched of each
  TemperedEnsemble(const Kernel& kernel, std::vector<Replica*> replicas, std::size_t first = 0,
                   bool is_watched = false);

  /// Puts replicas that are fresh or restored where `at` says; kernel states stay as they are.
  void place(const LadderState& at);

  /// Moves replicas to the rungs, temperatures and steps of `at`, and adapts their kernel states.
  void assign(const LadderState& at);

  /// One a replica, in their order: what the kernel steps.
  std::span<Move> moves() { return moves_; }

 private:
  const Kernel& kernel_;
  std::size_t first_;
  bool is_watched_;
  std::vector<Replica*> replicas_;
  std::vector<Move> moves_;
};

}  // namespace temper
