#pragma once
// Which replicas live on which rank: blocks of neighbouring ids. What a run computes does not
// depend on it.

#include <cstddef>
#include <span>

#include "store/run_description.h"

namespace temper {

struct ReplicaRange {
  std::size_t first = 0;
  std::size_t last = 0;  ///< one past the end
  std::size_t size() const { return last - first; }
};

/// Blocks as even as can be, of whole files of draws: each has one writer. Ranks beyond the files
/// hold none.
ReplicaRange replicas_of_rank(const DrawsGroups& replicas, int rank, int n_ranks);

/// Blocks in the proportion of `shares`, one number a rank, of a positive sum, to the nearest file.
ReplicaRange replicas_of_rank(const DrawsGroups& replicas, int rank,
                              std::span<const double> shares);

}  // namespace temper
