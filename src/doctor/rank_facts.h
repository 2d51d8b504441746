#pragma once
// What one rank can see of its machine and of itself.

#include <cstdint>
#include <string>
#include <vector>

#include "comm/communicator.h"

namespace temper {

struct RankFacts {
  std::string host;
  std::string program;              ///< a checksum of the program and of libtemper
  std::string mpi;                  ///< library loaded
  std::string simd;                 ///< instruction set that computes
  std::string cores;                ///< that this rank may use: "0,1,4"
  std::uint64_t n_cores = 0;        ///< of them, without hyperthreads
  std::uint64_t shared_memory = 0;  ///< free in /dev/shm [bytes]
  std::uint64_t memory = 0;         ///< free for programs [bytes]
  std::uint64_t open_files = 0;     ///< that this rank may have
  double clock = 0;                 ///< seconds since 1970, at the same moment on all ranks
};

/// Of this rank, after a barrier. Collective.
RankFacts look_at_rank(const Communicator& world);

/// Everybody's, in rank order. Collective.
std::vector<RankFacts> gather_facts(const RankFacts& mine, const Communicator& world);

}  // namespace temper
