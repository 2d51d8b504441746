#pragma once
// From facts to findings: pure functions of what was seen.

#include <cstdint>
#include <string>
#include <vector>

#include "doctor/folder_facts.h"
#include "doctor/rank_facts.h"
#include "doctor/symptom.h"

namespace temper {

/// What a run will ask for; zeros if no config was given.
struct Needs {
  std::uint64_t n_replicas = 0;
  std::uint64_t replica_memory = 0;  ///< of one replica [bytes]
  std::uint64_t shared_memory = 0;   ///< of the data, once a host [bytes]
  std::uint64_t disk = 0;            ///< of the run's folder [bytes]
  std::uint64_t n_files = 0;         ///< of draws, of n_replicas or fewer: each is one rank's
};

/// Versions, launcher: what is the same on every rank of a sound installation.
struct Installation {
  std::string mpi_headers, mpirun;  ///< "Open MPI 4.1.4"; mpirun: of the PATH, "" if there is none
  std::string hdf5_headers, hdf5_library;
  int launched = 0;  ///< ranks that the launcher says it started; 0 without one
};

Symptoms examine_installation(const Installation& installation,
                              const std::vector<RankFacts>& ranks);
Symptoms examine_ranks(const std::vector<RankFacts>& ranks, const Needs& needs);
Symptoms examine_memory(const std::vector<RankFacts>& ranks, const Needs& needs);
Symptoms examine_hosts(const std::vector<RankFacts>& ranks);
Symptoms examine_folder(const FolderFacts& folder, const Needs& needs, std::size_t n_hosts);

/// Hosts in the order of their first ranks.
std::vector<std::string> hosts_of(const std::vector<RankFacts>& ranks);

}  // namespace temper
