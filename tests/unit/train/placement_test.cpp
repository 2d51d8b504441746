#include "train/placement.h"

#include <gtest/gtest.h>

#include <vector>

namespace temper {
namespace {

TEST(Placement, BlocksFollowOneAnotherAndCoverEveryReplicaOnce) {
  for (const std::size_t n_replicas : {1u, 2u, 7u, 8u, 1000u})
    for (const int n_ranks : {1, 2, 3, 4, 7, 64}) {
      std::size_t next = 0;
      for (int rank = 0; rank < n_ranks; ++rank) {
        const auto block = replicas_of_rank({n_replicas, 1}, rank, n_ranks);
        if (block.size() == 0) continue;
        EXPECT_EQ(block.first, next);
        next = block.last;
      }
      EXPECT_EQ(next, n_replicas) << n_replicas << " on " << n_ranks;
    }
}

TEST(Placement, BlocksDifferByAtMostOne) {
  for (int rank = 0; rank < 3; ++rank) {
    const auto size = replicas_of_rank({8, 1}, rank, 3).size();
    EXPECT_GE(size, 2u);
    EXPECT_LE(size, 3u);
  }
}

TEST(Placement, OnlyRanksBeyondTheReplicasIdle) {
  EXPECT_EQ(replicas_of_rank({2, 1}, 0, 4).size(), 1u);
  EXPECT_EQ(replicas_of_rank({2, 1}, 1, 4).size(), 1u);
  EXPECT_EQ(replicas_of_rank({2, 1}, 2, 4).size(), 0u);
  EXPECT_EQ(replicas_of_rank({2, 1}, 3, 4).size(), 0u);
}

TEST(Placement, FollowsSharesToTheNearestReplica) {
  const std::vector<double> shares = {1, 0.5, 0, 1};
  EXPECT_EQ(replicas_of_rank({10, 1}, 0, shares).size(), 4u);
  EXPECT_EQ(replicas_of_rank({10, 1}, 1, shares).size(), 2u);
  EXPECT_EQ(replicas_of_rank({10, 1}, 2, shares).size(), 0u);
  EXPECT_EQ(replicas_of_rank({10, 1}, 3, shares).first, 6u);
  EXPECT_EQ(replicas_of_rank({10, 1}, 3, shares).last, 10u);
}

// A file of draws has one writer.
TEST(Placement, KeepsTheReplicasOfAFileTogether) {
  const DrawsGroups replicas{10, 4};  // files of 4, 4 and 2
  EXPECT_EQ(replicas_of_rank(replicas, 0, 2).last, 4u);
  EXPECT_EQ(replicas_of_rank(replicas, 1, 2).size(), 6u);
  EXPECT_EQ(replicas_of_rank(replicas, 2, 3).first, 8u);
  EXPECT_EQ(replicas_of_rank(replicas, 3, 4).size(), 0u);
  const std::vector<double> shares = {1, 0.4};
  EXPECT_EQ(replicas_of_rank(replicas, 0, shares).last, 8u);
  EXPECT_EQ(replicas_of_rank(replicas, 1, shares).size(), 2u);
}

}  // namespace
}  // namespace temper
