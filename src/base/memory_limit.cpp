#include "base/memory_limit.h"

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

#include "base/errors.h"

namespace temper {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The number behind "name:" in a file of /proc, in kB there; nullopt-like `unlimited` without it.
std::uint64_t kilobytes_of(const char* file, const std::string& name) {
  std::ifstream stream(file);
  for (std::string word; stream >> word;) {
    std::uint64_t number = 0;
    if (word == name && stream >> number) return number * 1024;
  }
  return unlimited;
}

std::uint64_t number_in(const std::string& file) {
  std::uint64_t number = 0;
  return std::ifstream(file) >> number ? number : unlimited;  // "max": no number
}

std::uint64_t left_of(std::uint64_t limit, std::uint64_t used) {
  if (limit == unlimited || used == unlimited) return unlimited;
  return limit > used ? limit - used : 0;
}

std::uint64_t left_of_limit(decltype(RLIMIT_AS) kind, const char* used) {
  struct rlimit limit {};
  if (::getrlimit(kind, &limit) == -1 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  return left_of(limit.rlim_cur, kilobytes_of("/proc/self/status", used));
}

/// Of the control group that a batch system or a container puts the job into, version 2.
std::uint64_t left_of_group() {
  std::string line;
  std::getline(std::ifstream("/proc/self/cgroup"), line);
  if (!line.starts_with("0::")) return unlimited;
  const auto folder = "/sys/fs/cgroup" + line.substr(3);
  return left_of(number_in(folder + "/memory.max"), number_in(folder + "/memory.current"));
}

std::string in_megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

}  // namespace

std::uint64_t most_unpacked(std::uint64_t stored_bytes) {
  constexpr std::uint64_t most = 1032, framing = 1 << 16;
  return stored_bytes > unlimited / (2 * most) ? unlimited : most * stored_bytes + framing;
}

std::uint64_t available_memory() {
  return std::min({kilobytes_of("/proc/meminfo", "MemAvailable:"), left_of_group(),
                   left_of_limit(RLIMIT_AS, "VmSize:"), left_of_limit(RLIMIT_DATA, "VmData:")});
}

void require_memory(std::uint64_t bytes, const std::string& where) {
  constexpr std::uint64_t small = 16 << 20;  // not worth the question
  if (bytes <= small) return;
  if (const auto free = available_memory(); bytes > free)
    throw IoError(where + ": needs " + in_megabytes(bytes) + " of memory, but " +
                  in_megabytes(free) + " are free");
}

}  // namespace temper
