#pragma once
// What a training leaves on disk: translates between the engine and the store.

#include <vector>

#include "store/run_store.h"
#include "train/training.h"

namespace temper {

class Record {
 public:
  Record(RunStore& store, Training& training, const Communicator& world)
      : store_(store), training_(training), world_(world) {}

  /// Puts the training where the newest whole checkpoint says; false if there is none.
  bool restore();

  void begin_round();

  /// Draws of this rank's replicas in sweeps with one, best states that are new, and everybody's
  /// tables.
  /// Collective. @param metrics  [replica][metric], in sweeps with a draw
  void commit(const Training::Sweep& sweep, bool has_draw,
              const std::vector<std::vector<double>>& metrics);

  void checkpoint() { store_.checkpoint(training_.save(), replica_states()); }  ///< collective
  void finish() { store_.finish(training_.save(), replica_states()); }          ///< collective

 private:
  std::vector<ReplicaState> replica_states();

  RunStore& store_;
  Training& training_;
  const Communicator& world_;
};

}  // namespace temper
