#pragma once
// The main loop: sweep after sweep until the run is done or somebody asks it to stop.

#include "train/experiment.h"
#include "train/observer.h"
#include "train/record.h"
#include "train/stopwatch.h"
#include "train/training.h"

namespace temper {

/// How a session ended.
struct Ending {
  bool is_done = false;
  int signal = 0;            ///< that stopped it, if it isn't done
  bool out_of_time = false;  ///< run.time stopped it, if it isn't done
};

/// Collective. The observer is told on this rank what this rank knows, which is what all know.
Ending run_sweeps(Experiment& experiment, Training& training, Record& record, Observer& observer,
                  Stopwatch& watch, const Communicator& world);

}  // namespace temper
