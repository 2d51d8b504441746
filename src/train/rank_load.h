#pragma once
// How unequal ranks are, by what their replicas take, and how to deal replicas so that nobody
// waits.

#include <span>
#include <vector>

#include "comm/communicator.h"
#include "train/stopwatch.h"

namespace temper {

/// What one rank did in a while.
struct RankLoad {
  std::size_t n_replicas = 0;
  double busy = 0;  ///< seconds in its replicas' steps and energies
};

/// Seconds that this rank has spent in its replicas.
double busy_seconds(const Stopwatch& watch);

/// Of all ranks, on every rank. Collective.
std::vector<RankLoad> gather_loads(const RankLoad& mine, const Communicator& world);

double longest(std::span<const RankLoad> loads);

/// The share of all ranks' time that is spent on waiting for the slowest.
double waiting_share(std::span<const RankLoad> loads);

/// Shares of the replicas in proportion to each rank's measured speed, the fastest 1; what
/// `--shares` takes.
std::vector<double> even_shares(std::span<const RankLoad> loads);

/// Those shares, if every rank has replicas, more than a tenth of the time goes by waiting, and
/// dealing by them would win half of that back; else none.
/// @param per_file  replicas that stay together
std::vector<double> better_shares(std::span<const RankLoad> loads, std::size_t per_file);

}  // namespace temper
