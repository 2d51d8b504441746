// What the layer contract can't know of the dense layer.

#include "net/dense.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

std::unique_ptr<Layer> dense(const std::string& toml, const Shape& input) {
  return make_layer("dense", toml, input);
}

const bool covered =
    add_case({"dense", "Dense", "units = 3", {2, 6, 5}, [](const Doubles& x, const double* theta) {
                return reference_dense(x, 3, "tanh", theta);
              }});

TEST(Dense, ComputesByHand) {
  const auto layer = dense("units = 2\nactivation = 'relu'", {3});
  layer->prepare(1);
  const Floats theta = {1, 2, 3, -1, 0, 1, 0.5, -9};  // W by rows, then b
  const Floats input = {1, 10, 100};
  Floats output(2);
  layer->forward({theta, input, output, 1});
  EXPECT_EQ(output, (Floats{321.5, 90}));
}

TEST(Dense, TakesImagesAsFlatVectorsAndCanDoWithoutBias) {
  const auto layer = dense("units = 4\nbias = false", {2, 3, 5});
  const auto blocks = layer->blocks();
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].name, "weight");
  EXPECT_EQ(blocks[0].shape, (Shape{4, 30}));
  EXPECT_EQ(blocks[0].fans.in, 30u);
  EXPECT_EQ(blocks[0].fans.out, 4u);
}

TEST(Dense, StartsAsSuitsItsActivationUnlessTold) {
  // He's weights are normal, with a spread beyond glorot's bound sqrt(6 / (100 + 100)) = 0.173.
  const auto largest = [](const std::string& toml) {
    const auto blocks = dense("units = 100\n" + toml, {100})->blocks();
    Floats weights(10'000);
    Rng rng({6, Stream::init});
    blocks[0].initialiser->fill(weights, blocks[0].fans, rng);
    return *std::max_element(weights.begin(), weights.end());
  };
  EXPECT_LT(largest("activation = 'tanh'"), 0.1733f);
  EXPECT_GT(largest("activation = 'relu'"), 0.4f);
  EXPECT_LT(largest("activation = 'relu'\ninit = 'glorot'"), 0.1733f);
  EXPECT_EQ(dense("units = 1\ninit = 'prior'", {1})->blocks()[0].initialiser, nullptr);
}

}  // namespace
}  // namespace temper
