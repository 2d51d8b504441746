#pragma once
// One run in progress, as this rank sees it: its replicas, the ladder, and where everybody stands.

#include <cstdint>
#include <span>
#include <vector>

#include "store/checkpoint.h"
#include "store/run_description.h"
#include "tempering/barrier.h"
#include "tempering/error_adaptation.h"
#include "tempering/ladder_objective.h"
#include "tempering/round_trips.h"
#include "tempering/step_adaptation.h"
#include "tempering/swap_tally.h"
#include "tempering/tempered_ensemble.h"
#include "train/experiment.h"
#include "train/explore.h"
#include "train/gather.h"
#include "train/placement.h"

namespace temper {

/// All that changes from sweep to sweep, but for the replicas; the same on every rank. Ladder and
/// metric are those of this round.
struct TemperingState : LadderState {
  std::uint64_t sweep = 0;   ///< sweeps done
  std::size_t round = 0;     ///< of the sweep to come
  RejectionRates rejection;  ///< of this round, and after warm-up of kept sweeps only
  StepAdaptation steps;      ///< of this round, in warm-up
  ErrorAdaptation errors;    ///< likewise, of kernels without a Metropolis test
  RoundTrips trips;          ///< since the end of warm-up
  SwapTally tally;           ///< since the start of the run
  SquaredGradients squares;  ///< of this round, in warm-up, if the kernel adapts a metric
  RoundRecord record;        ///< of this round, in warm-up, if ladder.objective asks for it
};

/// First sweep of each round; the lengths of RunState::adaptation. Neither allocates a replica.
std::vector<std::uint64_t> round_starts(const Experiment& experiment);
std::vector<ArrayDescription> saved_arrays(const Experiment& experiment);

class Training {
 public:
  /// Allocates this rank's replicas; start() or restore() fills them. The references must outlive
  /// it.
  Training(Experiment& experiment, const Communicator& world);

  /// Fresh replicas from the potential's initialiser, replica i on rung i of its copy.
  void start();

  /// Explores, gathers, and decides the swaps of one sweep. The rungs are assigned by advance(), so
  /// that what is committed in between is as sampled.
  struct Sweep {
    std::vector<std::int32_t> rung_of;  ///< while exploring
    SweepReport report;
    SwapPhase phase;
  };
  Sweep sweep(Stopwatch& watch);

  /// Moves replicas to the rungs that the swap phase gave them, and on to the next sweep.
  void advance(const Sweep& done);

  /// True if a round begins with the sweep to come; begin_round() then adapts the ladder.
  bool is_round_due() const;
  void begin_round();

  /// The state as a checkpoint holds it, and back. Replicas are restored by whoever reads them.
  RunState save() const;
  void restore(const RunState& state);

  bool is_done() const { return state_.sweep == experiment_.run.n_total(); }
  const TemperingState& state() const { return state_; }
  std::span<Move> moves() { return ensemble_.moves(); }  ///< of this rank's replicas

 private:
  bool is_energy_due() const;  ///< in the sweep to come: of every replica, over all the data
  SwapPhase exchange(const SweepReport& report);
  bool is_last_sweep() const { return state_.sweep + 1 == experiment_.run.n_total(); }
  void feed_hottest();  ///< the hottest rung of every copy, with a winner of a tournament
  void adapt_steps(const Sweep& done);
  std::vector<double> next_steps() const;
  std::vector<double> next_temperatures() const;
  void adapt_metric();
  void gather_gradients();  ///< of this rank's replicas, for the metric; collective

  Experiment& experiment_;
  const Communicator& world_;
  Explorer explorer_;
  std::vector<std::uint64_t> round_first_sweep_;
  TemperingState state_;
  std::vector<Replica> replicas_;  ///< of this rank, by id
  TemperedEnsemble ensemble_;      ///< of them
};

}  // namespace temper
