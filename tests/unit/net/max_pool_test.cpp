// What the layer contract can't know of max pooling.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/errors.h"
#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

Doubles reference(const Doubles& x, const Image& from, const Window& window) {
  const Image to = window.slide(from, from.channels);
  Doubles y(to.volume());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const std::size_t channel = i / to.pixels(), top = i % to.pixels() / to.width * window.stride;
    const std::size_t left = i % to.width * window.stride;
    y[i] = x[(channel * from.height + top) * from.width + left];
    for (std::size_t row = top; row < top + window.size; ++row)
      for (std::size_t col = left; col < left + window.size; ++col)
        y[i] = std::max(y[i], x[(channel * from.height + row) * from.width + col]);
  }
  return y;
}

const bool covered = add_case({"max-pool",
                               "MaxPool",
                               "",
                               {2, 6, 5},
                               [](const Doubles& x, const double*) {
                                 return reference(x, {2, 6, 5}, {2, 2});
                               }}) &&
                     add_case({"max-pool",
                               "MaxPoolOverlapping",
                               "window = 3\nstride = 2",
                               {2, 7, 5},
                               [](const Doubles& x, const double*) {
                                 return reference(x, {2, 7, 5}, {3, 2});
                               }});

TEST(MaxPool, OfEqualsTheFirstGetsTheGradient) {
  const auto layer = make_layer("max-pool", "", {1, 2, 2});
  layer->prepare(1);
  const Floats input = {1, 7, 7, 7};
  Floats output(1), grad_output = {3}, grad_input(4);
  layer->forward({{}, input, output, 1});
  layer->backward({{}, input, output, grad_output, grad_input, {}, 1});
  EXPECT_EQ(grad_input, (Floats{0, 3, 0, 0}));
}

TEST(MaxPool, StepsByItsWindowAndLeavesOutTheRest) {
  EXPECT_EQ(make_layer("max-pool", "", {3, 7, 4})->output_shape(), (Shape{3, 3, 2}));
  EXPECT_EQ(make_layer("max-pool", "window = 3", {3, 7, 9})->output_shape(), (Shape{3, 2, 3}));
}

TEST(MaxPool, RefusesFlatVectorsAndWindowsLargerThanTheImage) {
  EXPECT_THROW(make_layer("max-pool", "", {8}), UsageError);
  EXPECT_THROW(make_layer("max-pool", "window = 5", {1, 8, 4}), UsageError);
}

}  // namespace
}  // namespace temper
