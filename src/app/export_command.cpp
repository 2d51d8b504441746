// temper export: a run's network for other tools, by the analysis package's temper-export.

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <sstream>
#include <utility>

#include "app/commands.h"

extern char** environ;

namespace temper {
namespace {

namespace fs = std::filesystem;

constexpr const char* exporter = "temper-export";

std::optional<fs::path> executable(const fs::path& path) {
  return access(path.c_str(), X_OK) == 0 ? std::optional(path) : std::nullopt;
}

/// Beside this program; in the .venv of its folder or of one above it, as launch/setup makes it.
std::optional<fs::path> near_the_program() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (auto found = executable(program.parent_path() / exporter)) return found;
  for (auto folder = program.parent_path(); folder != folder.parent_path();
       folder = folder.parent_path())
    if (auto found = executable(folder / ".venv/bin" / exporter)) return found;
  return std::nullopt;
}

std::optional<fs::path> on_the_path() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (auto found = executable(fs::path(folder) / exporter)) return found;
  return std::nullopt;
}

fs::path find_exporter() {
  if (const auto found = near_the_program()) return *found;
  if (const auto found = on_the_path()) return *found;
  throw UsageError(
      "export: temper-export of the analysis package is missing: it is neither beside this program "
      "nor in a .venv above it nor on the PATH; install it by pip install './analysis[export]'");
}

std::vector<std::string> words_for(const Arguments& arguments) {
  std::vector<std::string> words = {find_exporter(), arguments.positional()};
  for (const auto& [flag, theirs] : {std::pair("draw", "--draw"), {"to", "--to"}, {"out", "-o"}})
    if (arguments.has(flag)) words.insert(words.end(), {theirs, arguments.value(flag)});
  return words;
}

/// Runs it to its end. Returns what waitpid says of it.
int run_and_wait(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ);
  if (error != 0) throw IoError(fmt::format("{}: can't start it: {}", words[0], strerror(error)));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw IoError(fmt::format("{}: lost it: {}", words[0], strerror(errno)));
  return status;
}

ExitCode export_run(const Arguments& arguments, const Communicator& world) {
  auto code = ExitCode::ok;
  world.together([&] {
    if (!world.is_root()) return;
    const int status = run_and_wait(words_for(arguments));
    if (WIFSIGNALED(status))
      throw IoError(fmt::format("{}: ended by signal {}", exporter, WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)  // it has said why
      code = WEXITSTATUS(status) == static_cast<int>(ExitCode::io) ? ExitCode::io : ExitCode::usage;
  });
  return code;
}

constexpr const char* export_details =
    "DRAW is best (lowest U + V), cold (last draw of rung 0) or posterior:20 (as many draws of\n"
    "rung 0). FORMAT is npz, safetensors, torch (a module and its state_dict) or onnx (one graph,\n"
    "which averages over several draws). Inputs are in the data's own units.\n"
    "It is the work of temper-export, of the analysis package.\n";

}  // namespace

Command export_command() {
  return {"export",
          "a run's network, or an ensemble, for PyTorch, ONNX, numpy or safetensors",
          "RUN",
          {{"draw", "DRAW", "which parameters [best]"},
           {"to", "FORMAT", "for which tool [npz]"},
           {"out", "FILE", "without its ending [RUN/DRAW]"}},
          export_details,
          export_run};
}

}  // namespace temper
