#include "doctor/rank_facts.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/simd.h"
#include "comm/mpi_library.h"
#include "files/checksum.h"

namespace temper {
namespace {

const int in_this_library = 0;

std::string checksum_of_program() {
  Dl_info library{};
  const bool found = dladdr(&in_this_library, &library) != 0;
  auto sum = checksum_of_file("/proc/self/exe");
  if (found) sum = checksum_of_file(library.dli_fname, sum);
  return fmt::format("{:016x}", sum);
}

std::vector<int> allowed_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> processors;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return processors;
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &set)) processors.push_back(i);
  return processors;
}

/// Hyperthreads of a core count once: they name the same siblings.
std::uint64_t count_cores(const std::vector<int>& processors) {
  std::set<std::string> cores;
  for (const int processor : processors) {
    std::ifstream file(
        fmt::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", processor));
    std::string siblings;
    if (!std::getline(file, siblings)) siblings = std::to_string(processor);
    cores.insert(siblings);
  }
  return cores.size();
}

std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t kilobytes = 0;
    if (words >> name >> kilobytes && name == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

std::uint64_t free_bytes(const char* folder) {
  struct statvfs system {};
  return statvfs(folder, &system) == 0 ? std::uint64_t{system.f_bavail} * system.f_frsize : 0;
}

std::uint64_t most_open_files() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

double clock_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

constexpr char separator = '\t';

std::string pack(const RankFacts& facts) {
  return fmt::format(
      "{}", fmt::join(std::vector<std::string>{facts.host, facts.program, facts.mpi, facts.simd,
                                               facts.cores, std::to_string(facts.n_cores),
                                               std::to_string(facts.shared_memory),
                                               std::to_string(facts.memory),
                                               std::to_string(facts.open_files),
                                               fmt::format("{:.6f}", facts.clock)},
                      std::string(1, separator)));
}

RankFacts unpack(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; std::getline(stream, word, separator);) words.push_back(word);
  return {words.at(0),
          words.at(1),
          words.at(2),
          words.at(3),
          words.at(4),
          std::stoull(words.at(5)),
          std::stoull(words.at(6)),
          std::stoull(words.at(7)),
          std::stoull(words.at(8)),
          std::stod(words.at(9))};
}

}  // namespace

RankFacts look_at_rank(const Communicator& world) {
  const auto processors = allowed_processors();
  RankFacts facts{host_name(),
                  checksum_of_program(),
                  mpi_of_library(),
                  simd_path(),
                  fmt::format("{}", fmt::join(processors, ",")),
                  count_cores(processors),
                  free_bytes("/dev/shm"),
                  available_memory(),
                  most_open_files(),
                  0};
  world.barrier();
  facts.clock = clock_now();
  return facts;
}

std::vector<RankFacts> gather_facts(const RankFacts& mine, const Communicator& world) {
  std::vector<RankFacts> all;
  for (const auto& packed : world.all_gather(pack(mine))) all.push_back(unpack(packed));
  return all;
}

}  // namespace temper
