#include <gtest/gtest.h>

#include "unit/net/layer_case.h"

namespace temper {
namespace {

const bool covered = add_case({"activation",
                               "ActivationLayer",
                               "activation = 'gelu'",
                               {2, 6, 5},
                               [](const Doubles& x, const double*) {
                                 Doubles y;
                                 for (const double value : x)
                                   y.push_back(reference_activation("gelu", value));
                                 return y;
                               }});

TEST(ActivationLayer, KeepsTheShape) {
  EXPECT_EQ(make_layer("activation", "", {2, 6, 5})->output_shape(), (Shape{2, 6, 5}));
}

}  // namespace
}  // namespace temper
