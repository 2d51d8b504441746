#include "h5/apart.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <optional>
#include <set>

#include "base/errors.h"

namespace temper {
namespace {

/// A file by its device and inode, since most get their names by a rename, and by its time of
/// birth, since inodes are used again.
using FileIdentity = std::array<std::uint64_t, 5>;

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct statx status {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &status) != 0) return {};
  return FileIdentity{status.stx_dev_major, status.stx_dev_minor, status.stx_ino,
                      static_cast<std::uint64_t>(status.stx_btime.tv_sec),
                      status.stx_btime.tv_nsec};
}

/// What needs no trial any more.
struct Known {
  std::set<FileIdentity> files;
  std::vector<std::string> folders;
  bool is_child = false;  ///< this process is the trial

  static Known& of_process() {
    static Known known;
    return known;
  }

  void add(const std::string& path) {
    if (const auto identity = identity_of(path)) files.insert(*identity);
  }

  bool has(const std::string& path) const {
    if (is_child) return true;
    for (const auto& folder : folders)
      if (path.starts_with(folder + "/")) return true;
    const auto identity = identity_of(path);
    return !identity || files.contains(*identity);
  }
};

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

using Read = std::function<void(const std::string&)>;
using Paths = std::vector<std::string>;

[[noreturn]] void read_and_end(const Paths& paths, const Read& read, rlim_t seconds) {
  prepare_to_die(seconds);
  Known::of_process().is_child = true;
  for (const auto& path : paths) {
    try {
      read(path);
    } catch (...) {  // the reading that counts will say so
    }
  }
  _exit(0);
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) == -1)
    if (errno != EINTR) return 0;
  return status;
}

/// How a child ends that reads them; 0 if there is none.
int status_of_trial(const Paths& paths, const Read& read) {
  rlim_t seconds = 0;
  for (const auto& path : paths) seconds += most_seconds(path);
  const pid_t child = ::fork();
  if (child == 0) read_and_end(paths, read, seconds);
  return child == -1 ? 0 : status_of(child);
}

}  // namespace

void try_apart(const std::string& path, const std::function<void()>& read) {
  auto& known = Known::of_process();
  if (known.has(path)) return;
  const int status = status_of_trial({path}, [&](const std::string&) { read(); });
  if (status == 0) return known.add(path);
  const bool is_endless = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  throw IoError(fmt::format("{}: HDF5 {} on it; it is damaged, or made to do harm", path,
                            is_endless ? "doesn't come to an end" : "crashes"));
}

void try_apart(const std::vector<std::string>& paths,
               const std::function<void(const std::string&)>& read) {
  auto& known = Known::of_process();
  Paths unknown;
  for (const auto& path : paths)
    if (!known.has(path)) unknown.push_back(path);
  if (unknown.empty() || status_of_trial(unknown, read) != 0) return;
  for (const auto& path : unknown) known.add(path);
}

void trust_file(const std::string& path) { Known::of_process().add(path); }

void trust_folder(const std::string& path) { Known::of_process().folders.push_back(path); }

}  // namespace temper
