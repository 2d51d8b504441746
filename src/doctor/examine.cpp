#include "doctor/examine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

namespace temper {
namespace {

constexpr double least_clock_difference = 1;  ///< [s]; barriers end within milliseconds
constexpr std::uint64_t spare_files = 64;  ///< that a rank opens besides its replicas' [each one]
constexpr std::uint64_t least_shared_memory = 16 << 20;  ///< Open MPI's own, a few ranks

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6);
}

/// "4.1" of "Open MPI 4.1.4": what must agree.
std::string series(const std::string& version) {
  const auto last = version.rfind('.');
  return version.find('.') == last ? version : version.substr(0, last);
}

/// Versions of one binary interface: a program built with one runs with the others. Open MPI 5 kept
/// that of 4; MPICH's is common to its versions since 3.1.
std::string interface_of(const std::string& version) {
  if (version.starts_with("Open MPI 4") || version.starts_with("Open MPI 5")) return "Open MPI 4";
  return version.starts_with("MPICH") ? "MPICH" : series(version);
}

/// Ranks by what `of` says of them, in rank order.
using Groups = std::map<std::string, std::vector<std::size_t>>;
Groups group(const std::vector<RankFacts>& ranks,
             const std::function<std::string(const RankFacts&)>& of) {
  Groups groups;
  for (std::size_t i = 0; i < ranks.size(); ++i) groups[of(ranks[i])].push_back(i);
  return groups;
}

/// "AVX2 on a, AVX3 on b".
std::string by_host(const std::vector<RankFacts>& ranks, const Groups& groups) {
  std::vector<std::string> parts;
  for (const auto& [value, members] : groups) {
    std::vector<RankFacts> of_group;
    for (const auto rank : members) of_group.push_back(ranks[rank]);
    parts.push_back(fmt::format("{} on {}", value, fmt::join(hosts_of(of_group), " and ")));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// One finding on a quantity that has to be the same on all ranks.
Symptom same_everywhere(const std::string& topic, const std::vector<RankFacts>& ranks,
                        const std::function<std::string(const RankFacts&)>& of,
                        const Symptom& otherwise) {
  const auto groups = group(ranks, of);
  if (groups.size() == 1) return {topic, Health::good, groups.begin()->first, ""};
  return {topic, otherwise.health, by_host(ranks, groups), otherwise.advice};
}

Symptom examine_launcher(const Installation& installation, const std::vector<RankFacts>& ranks) {
  const auto& library = ranks.front().mpi;
  if (installation.launched > 1 && ranks.size() == 1)
    return {"mpirun", Health::bad,
            fmt::format("the launcher started {} ranks, but each is alone: they would be {} runs",
                        installation.launched, installation.launched),
            fmt::format("take the mpirun of {}; `which mpirun` says which one is called", library)};
  if (installation.mpirun.empty())
    return {"mpirun", Health::doubtful, "there is no mpirun on the PATH",
            "one process works; for many ranks install Open MPI, or load its module"};
  if (series(installation.mpirun) != series(library))
    return {"mpirun", Health::bad,
            fmt::format("mpirun is of {}, the library of {}", installation.mpirun, library),
            "put the mpirun of the library first in the PATH"};
  return {"mpirun", Health::good, installation.mpirun, ""};
}

}  // namespace

std::vector<std::string> hosts_of(const std::vector<RankFacts>& ranks) {
  std::vector<std::string> hosts;
  for (const auto& rank : ranks)
    if (std::ranges::find(hosts, rank.host) == hosts.end()) hosts.push_back(rank.host);
  return hosts;
}

Symptoms examine_installation(const Installation& installation,
                              const std::vector<RankFacts>& ranks) {
  Symptoms findings;
  const auto& library = ranks.front().mpi;
  const bool is_same = interface_of(library) == interface_of(installation.mpi_headers);
  findings.push_back(
      {"mpi", is_same ? Health::good : Health::bad,
       fmt::format("{}, built with {}", library, installation.mpi_headers),
       is_same ? "" : "load the MPI that Temper was built with, or build it again with this one"});
  findings.push_back(examine_launcher(installation, ranks));
  const bool hdf5_same = installation.hdf5_headers == installation.hdf5_library;
  findings.push_back(
      {"hdf5", hdf5_same ? Health::good : Health::doubtful,
       fmt::format("{}, built with {}", installation.hdf5_library, installation.hdf5_headers),
       hdf5_same ? "" : "build Temper again with the HDF5 that it is to use"});
  return findings;
}

namespace {

/// More ranks than cores on a host, or several ranks bound to one core.
Symptom examine_cores(const std::string& host, const std::vector<RankFacts>& ranks) {
  std::uint64_t n_cores = 0;
  for (const auto& rank : ranks) n_cores = std::max(n_cores, rank.n_cores);
  const auto bound = group(ranks, [](const RankFacts& rank) { return rank.cores; });
  for (const auto& [cores, members] : bound) {
    const auto room = ranks[members.front()].n_cores;
    if (members.size() <= room) continue;
    const bool is_bound = bound.size() > 1 || room == 1;
    return {
        "cores", Health::doubtful,
        fmt::format("{} ranks on {} share {} core{}", members.size(), host, room,
                    room == 1 ? "" : "s"),
        is_bound && ranks.size() > 1
            ? "give mpirun --bind-to core --map-by core, and not two mpiruns the same cores; or "
              "start fewer ranks"
            : "start as many ranks as there are cores: a rank computes all the time"};
  }
  const bool is_bound = bound.size() == ranks.size() && ranks.size() > 1;
  const auto of_host = is_bound ? ranks.size() : n_cores;
  return {"cores", Health::good,
          fmt::format("{} rank{} on {}, {} core{} to use", ranks.size(),
                      ranks.size() == 1 ? "" : "s", host, of_host, of_host == 1 ? "" : "s"),
          ""};
}

std::vector<RankFacts> on_host(const std::vector<RankFacts>& ranks, const std::string& host) {
  std::vector<RankFacts> some;
  for (const auto& rank : ranks)
    if (rank.host == host) some.push_back(rank);
  return some;
}

}  // namespace

Symptoms examine_ranks(const std::vector<RankFacts>& ranks, const Needs& needs) {
  Symptoms findings;
  for (const auto& host : hosts_of(ranks))
    findings.push_back(examine_cores(host, on_host(ranks, host)));
  if (needs.n_replicas == 0) return findings;
  const auto n = ranks.size();
  const auto text = fmt::format("{} replicas on {} rank{}", needs.n_replicas, n, n == 1 ? "" : "s");
  const auto parts = needs.n_files;  // a rank has whole files of draws
  const bool shares_files = parts < needs.n_replicas;
  if (n > parts)
    findings.push_back(
        {"replicas", Health::doubtful, fmt::format("{}: {} ranks idle", text, n - parts),
         fmt::format("start {} ranks, or set {}", parts,
                     shares_files ? "output.replicas_per_file lower" : "more replicas")});
  else if (parts % n != 0 && parts < 4 * n)
    findings.push_back({"replicas", Health::doubtful, text + ": some ranks wait for others",
                        fmt::format("take a number of ranks that divides the {}",
                                    shares_files ? "files of draws" : "replicas")});
  else
    findings.push_back({"replicas", Health::good, text, ""});
  const auto files = (parts + n - 1) / n + spare_files;
  for (const auto& rank : ranks)
    if (rank.open_files < files) {
      findings.push_back({"open files", Health::bad,
                          fmt::format("a rank on {} may open {}, and needs about {}", rank.host,
                                      rank.open_files, files),
                          "raise it by ulimit -n, or start more ranks"});
      break;
    }
  return findings;
}

Symptoms examine_memory(const std::vector<RankFacts>& ranks, const Needs& needs) {
  Symptoms findings;
  const auto per_rank = (needs.n_replicas + ranks.size() - 1) / ranks.size() * needs.replica_memory;
  for (const auto& host : hosts_of(ranks)) {
    const auto local = on_host(ranks, host);
    const auto n = static_cast<std::uint64_t>(local.size());
    const auto shared = n > 1 ? needs.shared_memory + least_shared_memory : 0;
    const auto free_shared = local.front().shared_memory, free = local.front().memory;
    const bool fits_shared = shared <= free_shared, fits = n * per_rank + shared <= free;
    findings.push_back({"shared memory", fits_shared ? Health::good : Health::bad,
                        fmt::format("/dev/shm of {} has {} free, {} are needed", host,
                                    megabytes(free_shared), megabytes(shared)),
                        fits_shared
                            ? ""
                            : "make it larger (docker run --shm-size=2g; mount -o remount,size=2g "
                              "/dev/shm), or start one rank on this host"});
    findings.push_back({"memory", fits ? Health::good : Health::bad,
                        fmt::format("{} has {} free, replicas take {}", host, megabytes(free),
                                    megabytes(n * per_rank)),
                        fits ? "" : "spread the ranks over more hosts, or take fewer replicas"});
  }
  return findings;
}

Symptoms examine_hosts(const std::vector<RankFacts>& ranks) {
  Symptoms findings;
  const auto hosts = hosts_of(ranks);
  findings.push_back(same_everywhere(
      "program", ranks, [](const RankFacts& rank) { return rank.program; },
      {"", Health::bad, "", "install the same build on every host, at the same path"}));
  findings.push_back(same_everywhere(
      "instructions", ranks, [](const RankFacts& rank) { return rank.simd; },
      {"", Health::doubtful, "",
       "the last bits depend on which host a replica is on; for the same bits take hosts of one "
       "kind"}));
  if (hosts.size() < 2) return findings;
  const auto [first, last] = std::ranges::minmax(ranks, {}, &RankFacts::clock);
  const double apart = last.clock - first.clock;
  const bool agree = apart < least_clock_difference;
  findings.push_back(
      {"clocks", agree ? Health::good : Health::doubtful,
       agree ? "agree" : fmt::format("{} is {:.1f} s ahead of {}", last.host, apart, first.host),
       agree ? "" : "set them by NTP: times in logs don't fit together"});
  return findings;
}

Symptoms examine_folder(const FolderFacts& folder, const Needs& needs, std::size_t n_hosts) {
  const auto place = fmt::format("{} ({})", folder.path, folder.file_system);
  Symptoms findings;
  if (!folder.is_writable)
    return {{"folder", Health::bad, place + " can't be written to",
             "choose another folder by --out, or ask for the right to write there"}};
  if (n_hosts > 1 && !folder.is_shared)
    findings.push_back({"folder", Health::bad, place + " is local to a host, and there are several",
                        "choose a folder that all hosts see: NFS, Lustre, …"});
  else
    findings.push_back({"folder", Health::good, place, ""});
  if (!folder.has_locks)
    findings.push_back({"locks", Health::doubtful, place + " has no locks",
                        "nothing keeps two jobs from the same run: see to it yourself"});
  const bool fits = needs.disk <= folder.free;
  findings.push_back(
      {"room", fits ? Health::good : Health::bad,
       fmt::format("{} free, a run takes {}", megabytes(folder.free), megabytes(needs.disk)),
       fits ? "" : "choose another folder, or raise output.thin"});
  return findings;
}

}  // namespace temper
