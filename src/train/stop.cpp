#include "train/stop.h"

#include <csignal>
#include <initializer_list>

namespace temper {
namespace {

volatile std::sig_atomic_t received = 0;

void receive(int signal) { received = signal; }

}  // namespace

void catch_stop_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP, SIGPIPE})
    if (std::signal(signal, receive) == SIG_IGN) std::signal(signal, SIG_IGN);  // as nohup wants it
}

int stop_signal() { return received; }

}  // namespace temper
