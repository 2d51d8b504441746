// What the layer contract can't know of layer norm.

#include <gtest/gtest.h>

#include "base/errors.h"
#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

Doubles reference(const Doubles& x, std::size_t channels, const double* theta) {
  const auto n = static_cast<double>(x.size());
  double mean = 0, variance = 0;
  for (const double value : x) mean += value / n;
  for (const double value : x) variance += (value - mean) * (value - mean) / n;
  Doubles y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t channel = i * channels / x.size();
    y.push_back(theta[channel] * (x[i] - mean) / std::sqrt(variance + 1e-5) +
                theta[channels + channel]);
  }
  return y;
}

const bool covered =
    add_case({"layer-norm",
              "LayerNorm",
              "",
              {2, 6, 5},
              [](const Doubles& x, const double* theta) { return reference(x, 2, theta); }}) &&
    add_case(
        {"layer-norm", "LayerNormOfAVector", "", {7}, [](const Doubles& x, const double* theta) {
           return reference(x, 7, theta);
         }});

TEST(LayerNorm, StartsAsThePlainNorm) {
  const auto blocks = make_layer("layer-norm", "", {4, 3, 3})->blocks();
  ASSERT_EQ(blocks.size(), 2u);
  Rng rng({6, Stream::init});
  Floats scale(4), shift(4);
  blocks[0].initialiser->fill(scale, {}, rng);
  blocks[1].initialiser->fill(shift, {}, rng);
  EXPECT_EQ(scale, Floats(4, 1.0f));
  EXPECT_EQ(shift, Floats(4, 0.0f));
  ASSERT_TRUE(blocks[0].belief);
  EXPECT_EQ(blocks[0].belief->mean, 1);
}

TEST(LayerNorm, OfEqualNumbersIsTheShift) {
  const auto layer = make_layer("layer-norm", "", {3});
  layer->prepare(1);
  const Floats theta = {1, 2, 3, 4, 5, 6}, input = {8, 8, 8};
  Floats output(3);
  layer->forward({theta, input, output, 1});
  EXPECT_EQ(output, (Floats{4, 5, 6}));
}

TEST(LayerNorm, RefusesASingleNumber) {
  EXPECT_THROW(make_layer("layer-norm", "", {1}), UsageError);
}

}  // namespace
}  // namespace temper
