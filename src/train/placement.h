#pragma once
// Which replicas live on which rank: blocks of neighbouring ids. What a run computes does not
// depend on it.

#include <cstddef>
#include <span>

namespace temper {

struct ReplicaRange {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one past the end
  std::size_t size() const { return last - first; }
};

/// Blocks as even as can be. Ranks beyond the replicas hold none.
ReplicaRange replicas_of_rank(std::size_t n_replicas, int rank, int n_ranks);

/// Blocks in the proportion of `shares`, one number a rank, of a positive sum, to the nearest
/// replica.
ReplicaRange replicas_of_rank(std::size_t n_replicas, int rank, std::span<const double> shares);

}  // namespace temper
