#include "potential/crash_guard.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace temper {

const char* volatile CrashGuard::current_ = nullptr;

namespace {

struct Fatal {
  int signal;
  const char* words;
};
constexpr std::array<Fatal, 5> fatal_signals = {{{SIGSEGV, "segmentation fault"},
                                                 {SIGBUS, "bus error"},
                                                 {SIGFPE, "arithmetic fault"},
                                                 {SIGILL, "illegal instruction"},
                                                 {SIGABRT, "abort"}}};
std::array<struct sigaction, fatal_signals.size()> former;

/// As a handler of signals may: nothing but write(2).
void print(const char* text) {
  if (write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

void print_crash(const char* label, const char* words) {
  print("temper: ");
  print(label);
  print(" crashed (");
  print(words);
  print(
      ") in the user's code, not in Temper's; what was committed is whole, and after a mend "
      "'temper resume RUN' goes on\n");
}

extern "C" void on_fatal_signal(int signal) {
  for (std::size_t i = 0; i < fatal_signals.size(); ++i) {
    if (fatal_signals[i].signal != signal) continue;
    if (CrashGuard::current()) {
      print_crash(CrashGuard::current(), fatal_signals[i].words);
      ::signal(signal, SIG_DFL);
    } else {
      sigaction(signal, &former[i], nullptr);
    }
  }
  raise(signal);
}

extern "C" void name_whose_exit() {
  if (CrashGuard::current()) print_crash(CrashGuard::current(), "it called exit or stop");
}

}  // namespace

void CrashGuard::install() {
  static bool installed = false;
  if (installed) return;
  installed = true;
  static std::array<char, std::size_t{1} << 16> stack;  // that of the user may have overflowed
  const stack_t other{stack.data(), 0, stack.size()};
  sigaltstack(&other, nullptr);
  struct sigaction action {};
  action.sa_handler = on_fatal_signal;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (std::size_t i = 0; i < fatal_signals.size(); ++i)
    sigaction(fatal_signals[i].signal, &action, &former[i]);
  if (std::atexit(name_whose_exit) != 0)
    return;  // then exit() in the user's code is silent, no more
}

}  // namespace temper
