#pragma once
// Ending at the next commit: SIGINT, SIGTERM and SIGUSR1 ask for it.

namespace temper {

/// Takes over the three signals. Call once, before the first sweep.
void catch_stop_signals();

/// The signal that came, or 0. Only on the rank that got it.
int stop_signal();

}  // namespace temper
