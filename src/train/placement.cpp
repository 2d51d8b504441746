#include "train/placement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace temper {

ReplicaRange replicas_of_rank(std::size_t n_replicas, int rank, int n_ranks) {
  const auto r = static_cast<std::size_t>(rank);
  const auto n_busy = std::min(n_replicas, static_cast<std::size_t>(n_ranks));
  if (r >= n_busy) return {n_replicas, n_replicas};
  return {n_replicas * r / n_busy, n_replicas * (r + 1) / n_busy};
}

ReplicaRange replicas_of_rank(std::size_t n_replicas, int rank, std::span<const double> shares) {
  const auto sum_before = [&](int end) {
    return std::accumulate(shares.begin(), shares.begin() + end, 0.0);
  };
  // Every rank sums the same numbers in the same order, so neighbours round their common edge to
  // the same replica: none is lost, none is held twice.
  const double each = static_cast<double>(n_replicas) / sum_before(static_cast<int>(shares.size()));
  const auto edge = [&](int r) {
    return static_cast<std::size_t>(std::lround(sum_before(r) * each));
  };
  return {edge(rank), edge(rank + 1)};
}

}  // namespace temper
