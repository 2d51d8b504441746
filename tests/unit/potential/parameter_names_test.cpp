#include "potential/parameter_names.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

using Shape = std::vector<std::size_t>;

TEST(ParameterNames, WithoutNamesAreOneBlock) {
  const auto blocks = blocks_of({}, 7);
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].name, "theta");
  EXPECT_EQ(blocks[0].shape, Shape{7});
  EXPECT_EQ(name_of(3, {}), "theta[3]");
}

TEST(ParameterNames, ElementsOfAnArrayAreOneBlock) {
  const auto blocks = blocks_of(
      {"mu", "w[0,0]", "w[0,1]", "w[1,0]", "w[1,1]", "a.b[0]", "a.b[1]", "t.1", "t.2"}, 9);
  ASSERT_EQ(blocks.size(), 4U);
  EXPECT_EQ(blocks[0].name, "mu");
  EXPECT_TRUE(blocks[0].shape.empty());
  EXPECT_EQ(blocks[1].name, "w");
  EXPECT_EQ(blocks[1].shape, (Shape{2, 2}));
  EXPECT_EQ(blocks[1].offset, 1U);
  EXPECT_EQ(blocks[2].name, "a.b");
  EXPECT_EQ(blocks[3].name, "t");
  EXPECT_EQ(blocks[3].offset, 7U);
}

TEST(ParameterNames, WhatIsNoWholeArrayInOrderStaysApart) {
  for (const auto& names : {std::vector<std::string>{"x[0]", "x[2]"},
                            {"x[1]", "x[0]"},
                            {"m.1.1", "m.2.1"},
                            {"w[0,0]", "w[1,1]"},
                            {"x[2]", "x[3]"}})
    EXPECT_EQ(blocks_of(names, 2).size(), 2U) << names[0];
}

TEST(ParameterNames, EmptyOnesAndTwinsAreRefused) {
  EXPECT_ANY_THROW(blocks_of({"x", ""}, 2));
  EXPECT_ANY_THROW(blocks_of({"x", "x"}, 2));
  EXPECT_ANY_THROW(blocks_of({"a/b"}, 1));
}

}  // namespace
}  // namespace temper
