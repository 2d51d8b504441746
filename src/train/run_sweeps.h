#pragma once
// The main loop: sweep after sweep until the run is done or somebody asks it to stop.

#include "train/experiment.h"
#include "train/observer.h"
#include "train/rank_load.h"
#include "train/record.h"
#include "train/stopwatch.h"
#include "train/training.h"

namespace temper {

/// How a session ended.
struct Ending {
  bool is_done = false;
  int signal = 0;            ///< that stopped it, if it isn't done
  bool out_of_time = false;  ///< run.time stopped it, if it isn't done
  /// By which replicas are to be dealt anew before it goes on from the checkpoint just written;
  /// none: it isn't to.
  std::vector<double> shares = {};
  RankLoad load = {};  ///< of this rank since the replicas were dealt
};

/// Collective. The observer is told on this rank what this rank knows, which is what all know.
Ending run_sweeps(Experiment& experiment, Training& training, Record& record, Observer& observer,
                  Stopwatch& watch, const Communicator& world);

}  // namespace temper
