#include "report/rank_balance.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

const std::vector<std::string> hosts = {"a", "b", "c"};

TEST(RankBalance, SaysNothingOfEqualRanks) {
  EXPECT_EQ(balance_sentence(std::vector<RankLoad>{{4, 10}, {4, 10.5}, {4, 9.9}}, hosts, 1), "");
}

TEST(RankBalance, NamesTheSlowRankAndTheSharesThatEvenItOut) {
  const std::vector<RankLoad> loads = {{8, 10}, {8, 20}, {8, 10}};
  EXPECT_EQ(even_shares(loads), (std::vector<double>{1, 0.5, 1}));
  const auto text = balance_sentence(loads, hosts, 1);
  EXPECT_NE(text.find("33 % of the ranks' time went by waiting for rank 1 on b"), text.npos)
      << text;
  EXPECT_NE(text.find("--shares 1,0.5,1"), text.npos) << text;
}

TEST(RankBalance, AdvisesMoreReplicasWhereOneCannotBeDivided) {
  const std::vector<RankLoad> loads = {{1, 10}, {1, 10}, {2, 20}};
  const auto text = balance_sentence(loads, hosts, 1);
  EXPECT_EQ(text.find("--shares"), text.npos) << text;
  EXPECT_NE(text.find("more replicas a rank"), text.npos) << text;
}

TEST(RankBalance, DealsAnewOnlyWhereThatWinsHalfOfTheLoss) {
  using Loads = std::vector<RankLoad>;
  EXPECT_EQ(better_shares(Loads{{8, 10}, {8, 20}, {8, 10}}, 1), (std::vector<double>{1, 0.5, 1}));
  EXPECT_TRUE(better_shares(Loads{{4, 10}, {4, 10.5}, {4, 9.9}}, 1).empty());
  EXPECT_TRUE(better_shares(Loads{{1, 10}, {1, 10}, {2, 20}}, 1).empty());  // can't be divided
  EXPECT_TRUE(
      better_shares(Loads{{8, 10}, {8, 20}, {8, 10}}, 8).empty());  // three files stay three
  EXPECT_TRUE(better_shares(Loads{{8, 10}, {0, 0}}, 1).empty());
  EXPECT_TRUE(better_shares(Loads{{8, 10}}, 1).empty());
}

}  // namespace
}  // namespace temper
