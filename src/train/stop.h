#pragma once
// Ending at the next commit: SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP (the terminal is gone) and
// SIGPIPE (nobody reads the progress any more) ask for it.

namespace temper {

/// Takes over these signals, unless they are ignored. Call before the first sweep.
void catch_stop_signals();

/// The signal that came, or 0. Only on the rank that got it.
int stop_signal();

}  // namespace temper
