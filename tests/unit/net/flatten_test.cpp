#include <gtest/gtest.h>

#include "unit/net/layer_case.h"

namespace temper {
namespace {

const bool covered = add_case(
    {"flatten", "Flatten", "", {2, 6, 5}, [](const Doubles& x, const double*) { return x; }});

TEST(Flatten, MakesAVectorOfAnImage) {
  EXPECT_EQ(make_layer("flatten", "", {2, 6, 5})->output_shape(), (Shape{60}));
}

}  // namespace
}  // namespace temper
