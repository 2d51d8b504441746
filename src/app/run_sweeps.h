#pragma once
// The main loop: sweep after sweep until the run is done or somebody asks it to stop.

#include "app/experiment.h"
#include "app/progress.h"
#include "app/record.h"
#include "app/stopwatch.h"
#include "app/training.h"

namespace temper {

/// How a session ended.
struct Ending {
  bool is_done = false;
  int signal = 0;  ///< that stopped it, if it isn't done
};

/// Collective.
Ending run_sweeps(Experiment& experiment, Training& training, Record& record, Display display,
                  Stopwatch& watch, const Communicator& world);

}  // namespace temper
