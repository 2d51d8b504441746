// The scales that gradients ask for.

#include "tempering/metric.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(SquaredGradients, GiveStiffParametersSmallSteps) {
  SquaredGradients squares(1, 2);
  for (int i = 0; i < 2'000'000; ++i) squares.add(0, std::vector<double>{10.0, 0.1});
  const auto scale = squares.scale(0);
  ASSERT_EQ(scale.size(), 2u);
  EXPECT_NEAR(scale[1] / scale[0], 100, 2);
  EXPECT_NEAR(scale[0] * scale[1], 1, 1e-5);
}

TEST(SquaredGradients, SayNothingOfAFewOrOfNone) {
  SquaredGradients squares(2, 1);
  squares.add(1, std::vector<double>{3.0});
  EXPECT_TRUE(squares.scale(0).empty());
  EXPECT_TRUE(squares.scale(1).empty());
}

TEST(SquaredGradients, ComeBackFromNumbers) {
  SquaredGradients squares(2, 3), again(2, 3);
  for (int i = 0; i < 20; ++i) squares.add(1, std::vector<double>{1.0, 2.0 + i, 0.5});
  again.restore(squares.save());
  EXPECT_EQ(again.scale(1), squares.scale(1));
  const Scales scales = {{}, squares.scale(1)};
  EXPECT_EQ(restored_scales(saved_scales(scales, 3), 2), scales);
}

}  // namespace
}  // namespace temper
