#include "train/stop.h"

#include <sys/types.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace temper {
namespace {

volatile std::sig_atomic_t received = 0;

void receive(int signal) { received = signal; }

/// The process of $TEMPER_PARENT; 0: none is named.
pid_t parent() {
  static const char* const named = std::getenv("TEMPER_PARENT");
  static const auto pid = static_cast<pid_t>(named == nullptr ? 0 : std::atol(named));
  return pid;
}

bool is_orphan() { return parent() > 0 && kill(parent(), 0) != 0 && errno == ESRCH; }

}  // namespace

void catch_stop_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP, SIGPIPE})
    if (std::signal(signal, receive) == SIG_IGN) std::signal(signal, SIG_IGN);  // as nohup wants it
}

int stop_signal() {
  if (received == 0 && is_orphan()) received = SIGHUP;
  return received;
}

}  // namespace temper
