#include "h5/raw_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/errors.h"

namespace temper {
namespace {

int open_flags(RawFile::Mode mode) {
  switch (mode) {
    case RawFile::Mode::read:
      return O_RDONLY | O_CLOEXEC;
    case RawFile::Mode::update:
      return O_RDWR | O_CLOEXEC;
    case RawFile::Mode::append:
      break;
  }
  return O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
}

/// Repeats a call that a signal has interrupted.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace

RawFile::RawFile(const std::string& path, Mode mode) : path_(path) {
  descriptor_ = uninterrupted([&] { return ::open(path.c_str(), open_flags(mode), 0666); });
  if (descriptor_ == -1) fail("can't open it", errno);
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

void RawFile::append(const std::string& line) {
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = uninterrupted(
        [&] { return ::write(descriptor_, line.data() + written, line.size() - written); });
    if (n == -1) fail("can't write", errno);
    written += static_cast<std::size_t>(n);
  }
}

void RawFile::allocate() {
  const std::uint64_t bytes = size();
  if (bytes == 0) return;
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(bytes));
  if (error != 0) fail("can't reserve " + in_units(bytes) + " for it", error);
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
