// What the layer contract can't know of average pooling.

#include <gtest/gtest.h>

#include "base/errors.h"
#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

/// As a convolution of each channel with equal weights.
Doubles reference(const Doubles& x, const Image& from, const Window& window) {
  const Doubles weights(window.size * window.size,
                        1 / static_cast<double>(window.size * window.size));
  Doubles y;
  for (std::size_t channel = 0; channel < from.channels; ++channel) {
    const auto first = x.begin() + static_cast<std::ptrdiff_t>(channel * from.pixels());
    const double* theta = weights.data();
    const Doubles mean =
        reference_conv2d({first, first + static_cast<std::ptrdiff_t>(from.pixels())},
                         {1, from.height, from.width}, 1, window, theta);
    y.insert(y.end(), mean.begin(), mean.end());
  }
  return y;
}

const bool covered = add_case({"avg-pool",
                               "AvgPool",
                               "",
                               {2, 6, 5},
                               [](const Doubles& x, const double*) {
                                 return reference(x, {2, 6, 5}, {2, 2});
                               }}) &&
                     add_case({"avg-pool",
                               "AvgPoolOverlapping",
                               "window = 3\nstride = 2",
                               {2, 7, 5},
                               [](const Doubles& x, const double*) {
                                 return reference(x, {2, 7, 5}, {3, 2});
                               }});

TEST(AvgPool, ComputesByHand) {
  const auto layer = make_layer("avg-pool", "", {1, 2, 5});
  const Floats input = {1, 2, 3, 4, 99, 5, 6, 7, 8, 99};
  Floats output(2);
  layer->forward({{}, input, output, 1});
  EXPECT_EQ(output, (Floats{3.5, 5.5}));
}

TEST(AvgPool, RefusesFlatVectors) { EXPECT_THROW(make_layer("avg-pool", "", {8}), UsageError); }

}  // namespace
}  // namespace temper
