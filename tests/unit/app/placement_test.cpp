#include "app/placement.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Placement, BlocksFollowOneAnotherAndCoverEveryReplicaOnce) {
  for (const std::size_t n_replicas : {1u, 2u, 7u, 8u, 1000u})
    for (const int n_ranks : {1, 2, 3, 4, 7, 64}) {
      std::size_t next = 0;
      for (int rank = 0; rank < n_ranks; ++rank) {
        const auto block = replicas_of_rank(n_replicas, rank, n_ranks);
        if (block.size() == 0) continue;
        EXPECT_EQ(block.first, next);
        next = block.last;
      }
      EXPECT_EQ(next, n_replicas) << n_replicas << " on " << n_ranks;
    }
}

TEST(Placement, BlocksDifferByAtMostOne) {
  for (int rank = 0; rank < 3; ++rank) {
    const auto size = replicas_of_rank(8, rank, 3).size();
    EXPECT_GE(size, 2u);
    EXPECT_LE(size, 3u);
  }
}

TEST(Placement, OnlyRanksBeyondTheReplicasIdle) {
  EXPECT_EQ(replicas_of_rank(2, 0, 4).size(), 1u);
  EXPECT_EQ(replicas_of_rank(2, 1, 4).size(), 1u);
  EXPECT_EQ(replicas_of_rank(2, 2, 4).size(), 0u);
  EXPECT_EQ(replicas_of_rank(2, 3, 4).size(), 0u);
}

}  // namespace
}  // namespace temper
