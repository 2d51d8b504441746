#pragma once
// Ending at the next commit: SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP (the terminal is gone) and
// SIGPIPE (nobody reads the progress any more) ask for it. So does the end of the process that
// $TEMPER_PARENT names, for programs that start this one in a session of its own and may be killed.

namespace temper {

/// Takes over these signals, unless they are ignored. Call before the first sweep.
void catch_stop_signals();

/// The signal that came, SIGHUP if the parent is gone, or 0. Only on the rank that knows.
int stop_signal();

}  // namespace temper
