#include "store/run_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "base/errors.h"
#include "base/output.h"
#include "base/printable.h"
#include "h5/raw_file.h"
#include "store/own_files.h"

namespace temper {
namespace {

constexpr off_t root_byte = 0, rank_byte = 1, reader_byte = 2;
constexpr auto patience = std::chrono::seconds(10);  // for the ranks of a killed job to die

struct flock one_byte(short type, off_t byte) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = byte;
  range.l_len = 1;
  return range;
}

enum class Grip { ours, of_another, unknown };  ///< unknown: the file system has no locks

/// Locks of the open file, not of the process, so that a child or another open of the file doesn't
/// drop them.
Grip grip(int descriptor, short type, off_t byte, const std::string& path) {
  if (descriptor == -1) return Grip::unknown;
  struct flock range = one_byte(type, byte);
  if (::fcntl(descriptor, F_OFD_SETLK, &range) == 0) return Grip::ours;
  if (errno == EAGAIN || errno == EACCES) return Grip::of_another;
  if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL)
    return Grip::unknown;
  throw IoError(fmt::format("{}: can't lock it: {}", path, std::strerror(errno)));
}

/// False if somebody else holds it.
bool try_lock(int descriptor, short type, off_t byte, const std::string& path) {
  return grip(descriptor, type, byte, path) != Grip::of_another;
}

bool try_lock_for(std::chrono::seconds time, int descriptor, short type, off_t byte,
                  const std::string& path) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!try_lock(descriptor, type, byte, path)) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

std::string holder(const std::string& path) {
  std::string line;
  if (is_own_file(path)) std::getline(std::ifstream(path), line);
  return line.empty() ? "another process" : printable(line);
}

std::string this_process() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("process {} on host {}\n", ::getpid(), host.data());
}

}  // namespace

/// Readers make no lock: where there is none, nobody writes.
RunLock::RunLock(const std::string& path, Access access) : path_(path) {
  const int flags = access == Access::read ? O_RDONLY : O_RDWR | O_CREAT;
  constexpr int no_tricks = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;  // whatever it may be
  descriptor_ = ::open(path.c_str(), flags | no_tricks, 0666);
  if (descriptor_ == -1 && access == Access::write)
    throw IoError(fmt::format("{}: can't open it: {}", path, std::strerror(errno)));
}

RunLock::~RunLock() {
  if (descriptor_ != -1) ::close(descriptor_);
}

RunLock::RunLock(RunLock&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock RunLock::of_root(const RunFolder& folder) {
  RunLock lock(folder.lock_file(), Access::write);
  const auto refuse = [&](const std::string& who) {
    throw UsageError(folder.path() + ": " + who + " is writing to this run; wait for it to end");
  };
  const auto first = grip(lock.descriptor_, F_WRLCK, root_byte, lock.path_);
  if (first == Grip::of_another) {
    if (owner(folder)) refuse(holder(lock.path_));
    throw UsageError(folder.path() + ": temper pack copies this run; wait for it to end");
  }
  if (first == Grip::unknown)
    say(
        fmt::format("temper: {}: no file locks here: nothing keeps a second temper from writing to "
                    "this run, too; let only one do so at a time\n",
                    printable(folder.path())));
  if (!try_lock_for(patience, lock.descriptor_, F_WRLCK, rank_byte, lock.path_))
    refuse("a rank that was left over when " + holder(lock.path_) + " ended");
  try_lock(lock.descriptor_, F_RDLCK, rank_byte, lock.path_);  // shared with the other ranks

  require_replaceable(lock.path_);
  RawFile text(lock.path_, RawFile::Mode::append);  // which finds out whether it leads elsewhere
  if (::ftruncate(lock.descriptor_, 0) == -1)
    throw IoError(fmt::format("{}: can't empty it: {}", lock.path_, std::strerror(errno)));
  text.append(this_process());
  return lock;
}

RunLock RunLock::of_rank(const RunFolder& folder) {
  RunLock lock(folder.lock_file(), Access::write);
  if (!try_lock_for(patience, lock.descriptor_, F_RDLCK, rank_byte, lock.path_))
    throw UsageError(folder.path() + ": " + holder(lock.path_) + " is writing to this run");
  return lock;
}

RunLock RunLock::of_copier(const RunFolder& folder) {
  RunLock lock(folder.lock_file(), Access::read);
  if (!try_lock(lock.descriptor_, F_RDLCK, root_byte, lock.path_))
    throw UsageError(folder.path() + ": a job writes to it (" + holder(lock.path_) +
                     "); wait for it to end");
  return lock;
}

RunLock RunLock::of_reader(const RunFolder& folder) {
  RunLock lock(folder.lock_file(), Access::read);
  if (!try_lock_for(patience, lock.descriptor_, F_RDLCK, reader_byte, lock.path_))
    throw UsageError(folder.path() + ": " + holder(lock.path_) +
                     " replaces its files just now; try again");
  return lock;
}

void RunLock::exclude_readers() {
  if (!try_lock_for(patience, descriptor_, F_WRLCK, reader_byte, path_))
    throw UsageError(path_ +
                     ": a temper evaluate, diagnose or the like reads this run; wait for "
                     "it to end");
}

std::optional<std::string> RunLock::owner(const RunFolder& folder) {
  const RunLock lock(folder.lock_file(), Access::read);
  struct flock range = one_byte(F_RDLCK, root_byte);  // which only a writer keeps one from
  const bool is_held = lock.descriptor_ != -1 &&
                       ::fcntl(lock.descriptor_, F_OFD_GETLK, &range) == 0 &&
                       range.l_type != F_UNLCK;
  if (!is_held) return std::nullopt;
  return holder(folder.lock_file());
}

}  // namespace temper
