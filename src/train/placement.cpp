#include "train/placement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace temper {

namespace {

/// Of files, as a range of the replicas in them.
ReplicaRange in_files(std::size_t first, std::size_t last, const DrawsGroups& replicas) {
  return {std::min(replicas.n_replicas, first * replicas.per_file),
          std::min(replicas.n_replicas, last * replicas.per_file)};
}

}  // namespace

ReplicaRange replicas_of_rank(const DrawsGroups& replicas, int rank, int n_ranks) {
  const auto r = static_cast<std::size_t>(rank);
  const auto n_files = replicas.n_files();
  const auto n_busy = std::min(n_files, static_cast<std::size_t>(n_ranks));
  if (r >= n_busy) return {replicas.n_replicas, replicas.n_replicas};
  return in_files(n_files * r / n_busy, n_files * (r + 1) / n_busy, replicas);
}

ReplicaRange replicas_of_rank(const DrawsGroups& replicas, int rank,
                              std::span<const double> shares) {
  const auto sum_before = [&](int end) {
    return std::accumulate(shares.begin(), shares.begin() + end, 0.0);
  };
  // Every rank sums the same numbers in the same order, so neighbours round their common edge to
  // the same file: none is lost, none is held twice.
  const double each =
      static_cast<double>(replicas.n_files()) / sum_before(static_cast<int>(shares.size()));
  const auto edge = [&](int r) {
    return static_cast<std::size_t>(std::lround(sum_before(r) * each));
  };
  return in_files(edge(rank), edge(rank + 1), replicas);
}

}  // namespace temper
