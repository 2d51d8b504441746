#include "files/analysis_tool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "base/errors.h"

extern char** environ;

namespace temper {
namespace {

namespace fs = std::filesystem;

bool is_executable(const fs::path& path) { return access(path.c_str(), X_OK) == 0; }

std::string near_the_program(const std::string& name) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (const auto beside = program.parent_path() / name; is_executable(beside)) return beside;
  for (auto folder = program.parent_path(); folder != folder.parent_path();
       folder = folder.parent_path())
    if (const auto tool = folder / ".venv/bin" / name; is_executable(tool)) return tool;
  return "";
}

std::string on_the_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const auto tool = fs::path(folder) / name; is_executable(tool)) return tool;
  return "";
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 65536> part{};
  for (;;) {
    const auto n = ::read(descriptor, part.data(), part.size());
    if (n == 0 || (n < 0 && errno != EINTR)) return text;
    if (n > 0) text += std::string_view(part.data(), static_cast<std::size_t>(n));
  }
}

/// A pipe whose writing end the child has as its standard output.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw IoError(fmt::format("can't make a pipe: {}", strerror(errno)));
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, ends_[1], STDOUT_FILENO);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    posix_spawn_file_actions_destroy(&actions_);
    close(ends_[0]);
    close_writing_end();
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  std::string read() {
    close_writing_end();
    return read_all(ends_[0]);
  }

 private:
  void close_writing_end() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

  std::array<int, 2> ends_{};
  posix_spawn_file_actions_t actions_{};
};

pid_t start(std::vector<std::string>& words, const posix_spawn_file_actions_t* actions) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, argv[0], actions, nullptr, argv.data(), environ);
  if (error != 0) throw IoError(fmt::format("{}: can't start it: {}", words[0], strerror(error)));
  return child;
}

int wait_for(pid_t child, const std::string& name) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw IoError(fmt::format("{}: lost it: {}", name, strerror(errno)));
  return status;
}

}  // namespace

std::string find_analysis_tool(const std::string& name) {
  const auto near = near_the_program(name);
  return near.empty() ? on_the_path(name) : near;
}

std::string missing_tool_text(const std::string& name, const std::string& extra) {
  return fmt::format(
      "{} of the analysis package is missing: it is neither beside this program nor in a .venv "
      "above it nor on the PATH; install it by pip install './analysis[{}]'",
      name, extra);
}

int run_and_wait(std::vector<std::string> words, std::string* output) {
  if (!output) return wait_for(start(words, nullptr), words[0]);
  Pipe pipe;
  const auto child = start(words, pipe.actions());
  *output = pipe.read();
  return wait_for(child, words[0]);
}

}  // namespace temper
