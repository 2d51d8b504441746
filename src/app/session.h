#pragma once
// One session of a run: from opening its folder to the line that says how it ended.

#include <functional>
#include <string>

#include "app/arguments.h"
#include "app/summary.h"
#include "base/errors.h"
#include "report/progress.h"
#include "train/experiment.h"

namespace temper {

enum class Start {
  fresh,    ///< a new run; one that exists is refused
  replace,  ///< a new run, whatever is there
  resume,   ///< go on from the newest whole checkpoint
};

struct SessionOptions {
  std::string folder;
  Start start = Start::fresh;
  Display display = Display::lines;
  std::string command_line;  ///< for the record
  std::string metrics = {};  ///< file for monitoring; empty: none
  std::string plan = {};     ///< what was planned before it, in words: likewise
  std::string stage = {};    ///< folder of each node to write in between checkpoints; empty: none
  bool has_summary = true;   ///< printed at the end; false: the command's answer is another
  /// Asked when all sweeps are done: true if the run gets more, and isn't summed up yet.
  /// Collective; nullptr: never.
  std::function<bool(const Judge&)> goes_on = {};
};

/// --stage, of commands that train.
Flag stage_flag();

/// Trains to the end, or until a signal. Collective. Returns ok or interrupted.
ExitCode run_session(Experiment& experiment, const SessionOptions& options,
                     const Communicator& world);

}  // namespace temper
