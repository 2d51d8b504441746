#pragma once
// run.until = "converged" or "verdict": a run that is made twice as long, again and again, until it
// says enough.

#include "app/session.h"

namespace temper {

/// Trains to the end of the run; then, if the config asks for it, extends the run and goes on until
/// copies agree, rung 0 is worth the sweeps asked for, and log Z is as sure (or the verdict names
/// nothing that more sweeps mend), or run.most_sweeps are kept; sums it up at the end. What is
/// looked at is in the run, so rounds are the same on any number of ranks and after kills, and so
/// are their bits: those of a run planned that long. Collective. Returns ok or interrupted.
ExitCode run_rounds(Experiment& experiment, SessionOptions options, const Communicator& world);

}  // namespace temper
