#include "base/pattern.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace temper {
namespace {

using Found = std::vector<std::string>;

TEST(Pattern, MatchesTheWholeTextOnly) {
  const Pattern digits("[0-9]+");
  EXPECT_TRUE(digits.matches("042"));
  for (const char* text : {"", "x042", "042x", "0 42", "042\n"}) EXPECT_FALSE(digits.matches(text));
}

TEST(Pattern, TakesTheLongestOfSeveralWays) {
  const Pattern either("a|ab|b");
  EXPECT_TRUE(either.matches("ab"));
  EXPECT_EQ(either.find_in("xabx"), (Found{"ab"}));
}

TEST(Pattern, FindsGroups) {
  const Pattern version("(Open MPI|MPICH) v?([0-9.]+)( beta)?");
  EXPECT_EQ(version.find_in("this is Open MPI v4.1.4, more"),
            (Found{"Open MPI v4.1.4", "Open MPI", "4.1.4", ""}));
  EXPECT_EQ(version.find_in("LAM"), Found{});
}

TEST(Pattern, SeesNothingInATextWithNul) {
  EXPECT_FALSE(Pattern("a.*").matches(std::string("a\0b", 3)));
  EXPECT_FALSE(Pattern("a").matches(std::string("a\0", 2)));
}

TEST(Pattern, RefusesAWrongExpression) { EXPECT_THROW(Pattern("(a"), std::logic_error); }

}  // namespace
}  // namespace temper
