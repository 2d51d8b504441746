#include "report/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string_view>

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

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* kind = std::getenv("TERM");
  return kind == nullptr || std::string_view(kind) == "dumb";
}

const char* code_of(Colour colour) {
  switch (colour) {
    case Colour::bold:
      return "1";
    case Colour::dim:
      return "2";
    case Colour::green:
      return "32";
    case Colour::amber:
      return "33";
    case Colour::red:
      return "31";
  }
  return "0";
}

}  // namespace

Terminal standard_error_terminal() {
  static const int descriptor = find_terminal();
  Terminal terminal;
  terminal.is_there = descriptor >= 0;
  terminal.has_colours = terminal.is_there && !is_dumb() && !is_set("NO_COLOR");
  winsize size{};
  if (!terminal.is_there || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return terminal;
  if (size.ws_col > 0) terminal.columns = size.ws_col;
  if (size.ws_row > 0) terminal.rows = size.ws_row;
  return terminal;
}

std::string coloured(const std::string& text, Colour colour, const Terminal& terminal) {
  if (!terminal.has_colours) return text;
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(colour), text);
}

std::string bar_text(double share, std::size_t columns) {
  const auto filled = static_cast<std::size_t>(
      std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(columns)));
  std::string bar;
  for (std::size_t i = 0; i < columns; ++i) bar += i < filled ? "█" : "░";
  return bar;
}

}  // namespace temper
