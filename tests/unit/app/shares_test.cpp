#include "app/shares.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Shares, AreNumbersByRank) {
  EXPECT_EQ(parse_shares("2,0.5,0", 3), (std::vector<double>{2, 0.5, 0}));
}

TEST(Shares, OfAnotherNumberOfRanksAreRefused) {
  EXPECT_THROW(parse_shares("1,1", 3), UsageError);
  EXPECT_THROW(parse_shares("1,1", 1), UsageError);
}

TEST(Shares, ThatAreNoneAreRefused) {
  for (const auto* text : {"1,-1", "1,x", "1,", "0,0", "1,inf", "1,nan"})
    EXPECT_THROW(parse_shares(text, 2), UsageError) << text;
}

}  // namespace
}  // namespace temper
