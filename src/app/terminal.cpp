#include "app/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <string>

namespace temper {
namespace {

bool is_pipe(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

/// Standard error of the mpirun that started this rank on its own host; -1 if there is none.
/// Open for the whole session.
int stderr_of_mpirun() {
  static const std::set<std::string> launchers = {"mpirun", "mpiexec", "orterun", "prterun"};
  const auto parent = fmt::format("/proc/{}", getppid());
  std::string name;
  std::getline(std::ifstream(parent + "/comm"), name);
  if (!launchers.contains(name)) return -1;
  return open((parent + "/fd/2").c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
}

/// The descriptor of the terminal; -1 if there is none.
int find_terminal() {
  if (isatty(STDERR_FILENO)) return STDERR_FILENO;
  if (!is_pipe(STDERR_FILENO)) return -1;
  const int descriptor = stderr_of_mpirun();
  return descriptor >= 0 && isatty(descriptor) ? descriptor : -1;
}

int terminal() {
  static const int descriptor = find_terminal();
  return descriptor;
}

}  // namespace

bool stderr_is_terminal() { return terminal() >= 0; }

int terminal_columns() {
  winsize size{};
  return terminal() >= 0 && ioctl(terminal(), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace temper
