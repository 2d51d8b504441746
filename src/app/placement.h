#pragma once
// Which replicas live on which rank: blocks of neighbouring ids, as even as can be. Ranks beyond
// the replicas hold none.

#include <cstddef>

namespace temper {

struct Block {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one past the end
  std::size_t size() const { return last - first; }
};

inline Block replicas_of_rank(std::size_t n_replicas, int rank, int n_ranks) {
  const auto r = static_cast<std::size_t>(rank), n = static_cast<std::size_t>(n_ranks);
  return {n_replicas * r / n, n_replicas * (r + 1) / n};
}

}  // namespace temper
