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
#include "h5/raw_file.h"

namespace temper {
namespace {

constexpr off_t root_byte = 0, rank_byte = 1;
constexpr auto patience = std::chrono::seconds(10);  // for the ranks of a killed job to die

struct flock one_byte(short type, off_t byte) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = byte;
  range.l_len = 1;
  return range;
}

/// False if somebody else holds it. Locks of the open file, not of the process, so that a child
/// or another open of the file doesn't drop them.
bool try_lock(int descriptor, short type, off_t byte, const std::string& path) {
  struct flock range = one_byte(type, byte);
  if (::fcntl(descriptor, F_OFD_SETLK, &range) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  if (errno == ENOLCK || errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL) return true;
  throw IoError(fmt::format("{}: can't lock it: {}", path, std::strerror(errno)));
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
  std::getline(std::ifstream(path), line);
  return line.empty() ? "another process" : line;
}

std::string this_process() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("process {} on host {}\n", ::getpid(), host.data());
}

}  // namespace

RunLock::RunLock(const std::string& path) : path_(path) {
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ == -1)
    throw IoError(fmt::format("{}: can't open it: {}", path, std::strerror(errno)));
}

RunLock::~RunLock() {
  if (descriptor_ != -1) ::close(descriptor_);
}

RunLock::RunLock(RunLock&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock RunLock::of_root(const RunFolder& folder) {
  RunLock lock(folder.lock_file());
  const auto refuse = [&](const std::string& who) {
    throw UsageError(folder.path() + ": " + who + " is writing to this run; wait for it to end");
  };
  if (!try_lock(lock.descriptor_, F_WRLCK, root_byte, lock.path_)) refuse(holder(lock.path_));
  if (!try_lock_for(patience, lock.descriptor_, F_WRLCK, rank_byte, lock.path_))
    refuse("a rank that was left over when " + holder(lock.path_) + " ended");
  try_lock(lock.descriptor_, F_RDLCK, rank_byte, lock.path_);  // shared with the other ranks

  if (::ftruncate(lock.descriptor_, 0) == -1)
    throw IoError(fmt::format("{}: can't empty it: {}", lock.path_, std::strerror(errno)));
  RawFile(folder.lock_file(), RawFile::Mode::append).append(this_process());
  return lock;
}

RunLock RunLock::of_rank(const RunFolder& folder) {
  RunLock lock(folder.lock_file());
  if (!try_lock_for(patience, lock.descriptor_, F_RDLCK, rank_byte, lock.path_))
    throw UsageError(folder.path() + ": " + holder(lock.path_) + " is writing to this run");
  return lock;
}

std::optional<std::string> RunLock::owner(const RunFolder& folder) {
  const int descriptor = ::open(folder.lock_file().c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor == -1) return std::nullopt;
  struct flock range = one_byte(F_WRLCK, root_byte);
  const bool is_held = ::fcntl(descriptor, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
  ::close(descriptor);
  if (!is_held) return std::nullopt;
  return holder(folder.lock_file());
}

}  // namespace temper
