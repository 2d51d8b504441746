#include "h5/raw_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

#include "base/errors.h"

namespace temper {
namespace {

int open_flags(RawFile::Mode mode) {
  switch (mode) {
    case RawFile::Mode::read:
      return O_RDONLY;
    case RawFile::Mode::update:
      return O_RDWR | O_NOFOLLOW;
    case RawFile::Mode::create:
      return O_RDWR | O_CREAT | O_EXCL;  // which follows no link either
    case RawFile::Mode::append:
      break;
  }
  return O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW;
}

/// Not to wait for the other end of a pipe that somebody has put in a file's place.
constexpr int in_any_mode = O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// Repeats a call that a signal has interrupted.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace

RawFile::RawFile(const std::string& path, Mode mode) : path_(path) {
  descriptor_ =
      uninterrupted([&] { return ::open(path.c_str(), open_flags(mode) | in_any_mode, 0666); });
  if (descriptor_ == -1 && errno == ELOOP)
    throw IoError(path +
                  ": is a link; files of a run are written to themselves only: put the file "
                  "in its place");
  if (descriptor_ == -1) fail("can't open it", errno);
  try {
    require_own(mode);
  } catch (const IoError&) {  // no destructor runs
    ::close(descriptor_);
    throw;
  }
}

void RawFile::require_own(Mode mode) const {
  struct stat status {};
  if (::fstat(descriptor_, &status) == -1) fail("can't tell what it is", errno);
  if (!S_ISREG(status.st_mode)) throw IoError(path_ + ": is not a regular file");
  if (mode != Mode::read && status.st_nlink > 1)
    throw IoError(path_ +
                  ": the file has another name as well (a hard link), and would change "
                  "there too; put a copy in its place");
}

RawFile::~RawFile() {
  if (descriptor_ != -1) ::close(descriptor_);
}

RawFile::RawFile(RawFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RawFile& RawFile::operator=(RawFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void RawFile::fail(const std::string& what, int error) const {
  throw IoError(fmt::format("{}: {}: {}", path_, what, std::strerror(error)));
}

void RawFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = uninterrupted([&] {
      return ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    });
    if (n == -1) fail("can't write", errno);
    if (n == 0) fail("can't write", ENOSPC);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
}

void RawFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t n = uninterrupted([&] {
      return ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    });
    if (n == -1) fail("can't read", errno);
    if (n == 0) throw IoError(fmt::format("{}: it ends at byte {}, too early", path_, offset));
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
}

void RawFile::append(const std::string& text) {
  const std::string line = ends_within_a_line() ? "\n" + text : text;
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = uninterrupted(
        [&] { return ::write(descriptor_, line.data() + written, line.size() - written); });
    if (n == -1) fail("can't write", errno);
    written += static_cast<std::size_t>(n);
  }
}

/// What a killed job was writing when it ended.
bool RawFile::ends_within_a_line() const {
  const auto length = size();
  char last = '\n';
  return length > 0 && ::pread(descriptor_, &last, 1, static_cast<off_t>(length - 1)) == 1 &&
         last != '\n';
}

void RawFile::allocate() {
  const std::uint64_t bytes = size();
  if (bytes == 0) return;
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(bytes));
  if (error != 0) fail("can't reserve " + in_units(bytes) + " for it", error);
}

/// The first offset from here on where the file may hold something else than zeros; its size if
/// there is none. Where the file system doesn't tell, every place may.
std::uint64_t RawFile::next_written(std::uint64_t offset) const {
  const off_t next = ::lseek(descriptor_, static_cast<off_t>(offset), SEEK_DATA);
  if (next != -1) return static_cast<std::uint64_t>(next);
  return errno == ENXIO ? size() : offset;
}

void RawFile::copy_from(const RawFile& other) {
  const auto end = other.size();
  if (uninterrupted([&] { return ::ftruncate(descriptor_, static_cast<off_t>(end)); }) == -1)
    fail("can't make it " + in_units(end) + " long", errno);
  allocate();
  constexpr std::uint64_t most = 1 << 20;
  std::vector<std::byte> piece;
  for (auto at = other.next_written(0); at < end; at = other.next_written(at + piece.size())) {
    piece.resize(std::min(most, end - at));
    other.read_at(at, piece);
    write_at(at, piece);
  }
}

void RawFile::sync() {
  if (uninterrupted([&] { return ::fdatasync(descriptor_); }) == -1)
    fail("can't bring it to the disk", errno);
}

std::uint64_t RawFile::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) == -1) fail("can't tell its size", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

void write_whole(const std::string& path, const std::string& text) {
  const auto unnamed = name_of_ones_own(path);
  try {
    RawFile file(unnamed, RawFile::Mode::create);
    file.append(text);
    if (std::rename(unnamed.c_str(), path.c_str()) == -1)
      throw IoError(fmt::format("{}: can't give it this name: {}", path, std::strerror(errno)));
  } catch (const IoError&) {
    ::unlink(unnamed.c_str());
    throw;
  }
}

std::string name_of_ones_own(const std::string& path) {
  auto number = static_cast<std::uint32_t>(::getpid());
  if (::getrandom(&number, sizeof number, GRND_NONBLOCK) == -1)
    number ^= static_cast<std::uint32_t>(std::time(nullptr)) << 16;
  return fmt::format("{}.{:08x}.tmp", path, number);
}

void sync_folder(const std::string& path) {
  const char* name = path.empty() ? "." : path.c_str();
  const int folder =
      uninterrupted([&] { return ::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  const int status = folder == -1 ? -1 : uninterrupted([&] { return ::fsync(folder); });
  const int error = errno;
  if (folder != -1) ::close(folder);
  if (status == -1)
    throw IoError(fmt::format("{}: can't bring it to the disk: {}", path, std::strerror(error)));
}

std::string in_units(std::uint64_t bytes) {
  constexpr std::array<const char*, 6> units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 999.95 && unit + 1 < units.size(); ++unit) value /= 1000;
  return fmt::format("{:.1f} {}", value, units[unit]);
}

}  // namespace temper
