#pragma once
// Which replicas live on which rank: blocks of neighbouring ids, as even as can be. Ranks beyond
// the replicas hold none.

#include <algorithm>
#include <cstddef>

namespace temper {

struct Block {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one past the end
  std::size_t size() const { return last - first; }
};

inline Block replicas_of_rank(std::size_t n_replicas, int rank, int n_ranks) {
  const auto r = static_cast<std::size_t>(rank);
  const auto n_busy = std::min(n_replicas, static_cast<std::size_t>(n_ranks));
  if (r >= n_busy) return {n_replicas, n_replicas};
  return {n_replicas * r / n_busy, n_replicas * (r + 1) / n_busy};
}

}  // namespace temper
