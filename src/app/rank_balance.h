#pragma once
// Whether ranks wait for one another, and how to deal the replicas so that they don't.

#include <span>
#include <string>
#include <vector>

#include "comm/communicator.h"
#include "train/stopwatch.h"

namespace temper {

/// What one rank did in a session.
struct RankLoad {
  std::size_t n_replicas = 0;
  double busy = 0;  ///< seconds in its replicas' steps and energies
};

/// Shares of the replicas in proportion to each rank's measured speed, the fastest 1; what
/// `--shares` takes.
std::vector<double> even_shares(std::span<const RankLoad> loads);

/// A sentence that names the slowest rank, what the others lose by it, and the `--shares` that
/// evens it out; "" if that is less than a tenth of the time, or if a replica more or less cannot
/// help. @param hosts  [rank]
std::string balance_sentence(std::span<const RankLoad> loads, std::span<const std::string> hosts);

/// The sentence for this session, on every rank. Collective.
std::string rank_balance(const Stopwatch& watch, std::size_t n_replicas, const Communicator& world);

}  // namespace temper
