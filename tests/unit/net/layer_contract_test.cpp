// Every registered layer, without an edit here: its gradients by theta and by input against
// central differences, what it says of its parameters, and backward adding to the gradient.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "base/floats.h"
#include "config/section.h"
#include "net/layer.h"

namespace temper {
namespace {

constexpr std::size_t n_rows = 5;

Floats random_floats(std::size_t n, std::uint32_t index) {
  Rng rng({4, Stream::synthetic, index});
  Floats values(n);
  for (float& value : values) value = static_cast<float>(0.5 * rng.normal());
  return values;
}

/// A layer on images of two channels, 6 x 5, with its defaults; layers with a required option
/// that has no small default are given one here.
std::unique_ptr<Layer> example_of(const std::string& type) {
  static const std::map<std::string, std::string> options = {{"dense", "units = 3"}};
  const auto found = options.find(type);
  const auto section = Section::of("layer", found == options.end() ? "" : found->second);
  return layers().find(type)->make(section, Section::of("model"), Shape{2, 6, 5});
}

class LayerContract : public testing::TestWithParam<std::string> {
 protected:
  LayerContract() {
    for (const Block& block : layer->blocks()) n_parameters += volume(block.shape);
    layer->prepare(n_rows);
    theta = random_floats(n_parameters, 0);
    input = random_floats(n_rows * n_in, 1);
    weights = random_floats(n_rows * n_out, 2);
  }

  /// A weighted sum of the outputs: what the gradients below are of.
  double objective() {
    Floats output(n_rows * n_out);
    layer->forward({theta, input, output, n_rows});
    double sum = 0;
    for (std::size_t i = 0; i < output.size(); ++i)
      sum += static_cast<double>(weights[i]) * static_cast<double>(output[i]);
    return sum;
  }

  /// By Richardson's extrapolation of central differences: error of order step⁴, so that the step
  /// can be long enough for float32.
  double slope(float& value) {
    const auto difference = [&](float step) {
      const float here = value;
      value = here + step;
      const double up = objective();
      value = here - step;
      const double down = objective();
      value = here;
      return (up - down) / (2 * static_cast<double>(step));
    };
    return (4 * difference(0x1p-5f) - difference(0x1p-4f)) / 3;
  }

  void backward(Floats& grad_input, Floats& gradient) {
    Floats output(n_rows * n_out), grad_output = weights;
    layer->forward({theta, input, output, n_rows});
    layer->backward({theta, input, output, grad_output, grad_input, gradient, n_rows});
  }

  std::unique_ptr<Layer> layer = example_of(GetParam());
  std::size_t n_in = 60, n_out = volume(layer->output_shape()), n_parameters = 0;
  Floats theta, input, weights;
};

// Float32 rounding of the objective, some 1e-6, over a step of 1/32: 1e-4 is three times what that
// can do; a wrong term is of order 0.1.
constexpr double tolerance = 2e-4;

TEST_P(LayerContract, GradientByThetaIsRight) {
  Floats grad_input(input.size()), gradient(n_parameters, 0.0f);
  backward(grad_input, gradient);
  for (std::size_t i = 0; i < n_parameters; ++i)
    EXPECT_NEAR(gradient[i], slope(theta[i]), tolerance) << "parameter " << i;
}

TEST_P(LayerContract, GradientByInputIsRight) {
  Floats grad_input(input.size()), gradient(n_parameters, 0.0f);
  backward(grad_input, gradient);
  for (std::size_t i = 0; i < input.size(); ++i)
    EXPECT_NEAR(grad_input[i], slope(input[i]), tolerance) << "input " << i;
}

TEST_P(LayerContract, BackwardAddsToTheGradientAndCanLeaveOutTheInput) {
  Floats grad_input(input.size()), none, gradient(n_parameters, 0.0f), added(n_parameters, 1.0f);
  backward(grad_input, gradient);
  backward(none, added);
  for (std::size_t i = 0; i < n_parameters; ++i) EXPECT_NEAR(added[i], 1 + gradient[i], 1e-6);
}

TEST_P(LayerContract, RowsDoNotSeeEachOther) {
  Floats all(n_rows * n_out), last(n_out);
  layer->forward({theta, input, all, n_rows});
  layer->forward({theta, std::span(input).last(n_in), last, 1});
  for (std::size_t j = 0; j < n_out; ++j) EXPECT_NEAR(last[j], all[(n_rows - 1) * n_out + j], 1e-6);
}

TEST_P(LayerContract, BlocksHaveNamesAndStarts) {
  std::set<std::string> names;
  for (const Block& block : layer->blocks()) {
    EXPECT_TRUE(names.insert(block.name).second) << block.name << " twice";
    EXPECT_GT(volume(block.shape), 0u) << block.name;
    EXPECT_EQ(block.fans.in > 0, block.fans.out > 0) << block.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, LayerContract, testing::ValuesIn(layers().names()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace temper
