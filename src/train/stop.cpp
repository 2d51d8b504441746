#include "train/stop.h"

#include <csignal>
#include <initializer_list>

namespace temper {
namespace {

volatile std::sig_atomic_t received = 0;

void receive(int signal) { received = signal; }

}  // namespace

void catch_stop_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) std::signal(signal, receive);
}

int stop_signal() { return received; }

}  // namespace temper
