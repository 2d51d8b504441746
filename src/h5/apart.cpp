#include "h5/apart.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <filesystem>

#include "base/errors.h"

namespace temper {
namespace {

/// Beyond what the slowest compression takes: a megabyte unpacks to a gigabyte at most.
rlim_t most_seconds(const std::string& path) {
  constexpr rlim_t any_file = 15, each_megabyte = 10;
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  return any_file + (error ? 0 : each_megabyte * (bytes / 1'000'000));
}

void limit(auto resource, rlim_t most) {
  const rlimit limits{most, most + 1};
  setrlimit(resource, &limits);
}

/// The child dies by itself, and without a word.
void prepare_to_die(rlim_t seconds) {
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU})
    std::signal(number, SIG_DFL);
  std::set_terminate([] { _exit(1); });
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, seconds);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
}

[[noreturn]] void read_and_end(const std::function<void()>& read, rlim_t seconds) {
  prepare_to_die(seconds);
  try {
    read();
  } catch (...) {  // the reading that counts will say so
  }
  _exit(0);
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) == -1)
    if (errno != EINTR) return 0;
  return status;
}

}  // namespace

void try_apart(const std::string& path, const std::function<void()>& read) {
  const auto seconds = most_seconds(path);
  const pid_t child = ::fork();
  if (child == 0) read_and_end(read, seconds);
  const int status = child == -1 ? 0 : status_of(child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  const bool is_endless = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  throw IoError(fmt::format("{}: HDF5 {} on it; it is damaged, or made to do harm", path,
                            is_endless ? "doesn't come to an end" : "crashes"));
}

}  // namespace temper
