// What the layer contract can't know of the convolution.

#include "net/conv2d.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

/// f(W * x + b).
Doubles reference(const Doubles& x, const Image& from, std::size_t channels, const Window& kernel,
                  const std::string& activation, const double* theta) {
  Doubles y = reference_conv2d(x, from, channels, kernel, theta);
  for (std::size_t i = 0; i < y.size(); ++i)
    y[i] = reference_activation(activation, y[i] + theta[i * channels / y.size()]);
  return y;
}

const bool covered = add_case({"conv2d",
                               "Conv2d",
                               "channels = 3",
                               {2, 6, 5},
                               [](const Doubles& x, const double* theta) {
                                 return reference(x, {2, 6, 5}, 3, {3, 1, 1}, "tanh", theta);
                               }}) &&
                     add_case({"conv2d",
                               "Conv2dWithStride",
                               "channels = 2\nkernel = 2\nstride = 3\nactivation = 'gelu'",
                               {3, 6, 7},
                               [](const Doubles& x, const double* theta) {
                                 return reference(x, {3, 6, 7}, 2, {2, 3, 0}, "gelu", theta);
                               }}) &&
                     add_case({"conv2d",
                               "Conv2dWithoutBias",
                               "channels = 4\nkernel = 4\nstride = 2\npadding = 3\nbias = false\n"
                               "activation = 'identity'",
                               {1, 5, 4},
                               [](const Doubles& x, const double* theta) {
                                 return reference_conv2d(x, {1, 5, 4}, 4, {4, 2, 3}, theta);
                               }});

TEST(Conv2d, ComputesByHand) {
  const auto layer = make_layer(
      "conv2d", "channels = 1\nkernel = 2\npadding = 0\nactivation = 'identity'", {1, 2, 3});
  layer->prepare(1);
  const Floats theta = {1, 10, 100, 1000, 0.5};  // W by rows, then b
  const Floats input = {1, 2, 3, 4, 5, 6};
  Floats output(2);
  layer->forward({theta, input, output, 1});
  EXPECT_EQ(output, (Floats{5421.5, 6532.5}));
}

TEST(Conv2d, KeepsTheSizeUnlessToldOtherwise) {
  const auto shape = [](const std::string& toml) {
    return make_layer("conv2d", "channels = 5\n" + toml, {3, 28, 14})->output_shape();
  };
  EXPECT_EQ(shape(""), (Shape{5, 28, 14}));
  EXPECT_EQ(shape("kernel = 5"), (Shape{5, 28, 14}));
  EXPECT_EQ(shape("stride = 2"), (Shape{5, 14, 7}));
  EXPECT_EQ(shape("padding = 0"), (Shape{5, 26, 12}));
  EXPECT_EQ(shape("kernel = 1\nstride = 3"), (Shape{5, 10, 5}));
}

TEST(Conv2d, ItsFansCountThePixels) {
  const auto blocks = make_layer("conv2d", "channels = 8\nkernel = 5", {3, 9, 9})->blocks();
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].shape, (Shape{8, 3, 5, 5}));
  EXPECT_EQ(blocks[0].fans.in, 75u);
  EXPECT_EQ(blocks[0].fans.out, 200u);
  EXPECT_EQ(blocks[1].shape, (Shape{8}));
}

TEST(Conv2d, RefusesWhatDoesNotFit) {
  EXPECT_THROW(make_layer("conv2d", "channels = 2", {12}), UsageError);
  EXPECT_THROW(make_layer("conv2d", "channels = 2\nkernel = 9\npadding = 0", {1, 8, 20}),
               UsageError);
  EXPECT_THROW(make_layer("conv2d", "channels = 2\nkernel = 3\npadding = 3", {1, 8, 8}),
               UsageError);
}

}  // namespace
}  // namespace temper
