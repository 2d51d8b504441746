// Every case of every registered layer: outputs and gradients of the float32 layer against its
// float64 reference and that one's central differences, what it says of its parameters, and
// backward adding to the gradient.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "unit/net/layer_case.h"
#include "unit/net/random_floats.h"

namespace temper {
namespace {

constexpr std::size_t n_rows = 11;  // a convolution's group of examples and a part of one

class LayerContract : public testing::TestWithParam<LayerCase> {
 protected:
  LayerContract() {
    for (const Block& block : layer->blocks()) n_parameters += volume(block.shape);
    layer->prepare(n_rows);
    theta = random_floats(n_parameters, 4, 0, 0.5);
    input = random_floats(n_rows * n_in, 4, 1, 0.5);
    weights = random_floats(n_rows * n_out, 4, 2, 0.5);
  }

  Doubles reference(std::size_t row, const Doubles& all, const Doubles& parameters) const {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(row * n_in);
    return GetParam().reference({first, first + static_cast<std::ptrdiff_t>(n_in)},
                                parameters.data());
  }

  /// A weighted sum of a row's outputs: what the gradients below are of.
  double objective(std::size_t row, const Doubles& all, const Doubles& parameters) const {
    const Doubles output = reference(row, all, parameters);
    double sum = 0;
    for (std::size_t i = 0; i < n_out; ++i)
      sum += static_cast<double>(weights[row * n_out + i]) * output[i];
    return sum;
  }

  double objective(const Doubles& all, const Doubles& parameters) const {
    double sum = 0;
    for (std::size_t row = 0; row < n_rows; ++row) sum += objective(row, all, parameters);
    return sum;
  }

  /// By a central difference of `at`, a function of `value`.
  template <class Function>
  static double slope(double& value, Function at) {
    constexpr double step = 1e-6;
    const double here = value;
    value = here + step;
    const double up = at();
    value = here - step;
    const double down = at();
    value = here;
    return (up - down) / (2 * step);
  }

  void backward(Floats& grad_input, Floats& gradient) {
    Floats output(n_rows * n_out), grad_output = weights;
    layer->forward({theta, input, output, n_rows});
    layer->backward({theta, input, output, grad_output, grad_input, gradient, n_rows});
  }

  std::unique_ptr<Layer> layer = make_layer(GetParam().type, GetParam().toml, GetParam().input);
  std::size_t n_in = volume(GetParam().input), n_out = volume(layer->output_shape());
  std::size_t n_parameters = 0;
  Floats theta, input, weights;
};

// Float32 carries 6e-8 relatively, and sums of up to a few hundred terms of order 1 are made of it;
// a wrong term is of order 0.1.
constexpr double tolerance = 1e-5;

TEST_P(LayerContract, OutputIsRight) {
  const Doubles x(input.begin(), input.end()), parameters(theta.begin(), theta.end());
  Floats output(n_rows * n_out);
  layer->forward({theta, input, output, n_rows});
  for (std::size_t row = 0; row < n_rows; ++row) {
    const Doubles expected = reference(row, x, parameters);
    ASSERT_EQ(expected.size(), n_out);
    for (std::size_t i = 0; i < n_out; ++i)
      EXPECT_NEAR(output[row * n_out + i], expected[i], tolerance) << "row " << row << ", " << i;
  }
}

TEST_P(LayerContract, GradientByThetaIsRight) {
  const Doubles x(input.begin(), input.end());
  Doubles parameters(theta.begin(), theta.end());
  Floats grad_input(input.size()), gradient(n_parameters, 0.0f);
  backward(grad_input, gradient);
  for (std::size_t i = 0; i < n_parameters; ++i) {
    const double expected = slope(parameters[i], [&] { return objective(x, parameters); });
    EXPECT_NEAR(gradient[i], expected, tolerance * (1 + std::abs(expected))) << "parameter " << i;
  }
}

TEST_P(LayerContract, GradientByInputIsRight) {
  Doubles x(input.begin(), input.end());
  const Doubles parameters(theta.begin(), theta.end());
  Floats grad_input(input.size()), gradient(n_parameters, 0.0f);
  backward(grad_input, gradient);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = slope(x[i], [&] { return objective(i / n_in, x, parameters); });
    EXPECT_NEAR(grad_input[i], expected, tolerance * (1 + std::abs(expected))) << "input " << i;
  }
}

TEST_P(LayerContract, BackwardAddsToTheGradientAndCanLeaveOutTheInput) {
  Floats grad_input(input.size()), none, gradient(n_parameters, 0.0f), added(n_parameters, 1.0f);
  backward(grad_input, gradient);
  backward(none, added);
  for (std::size_t i = 0; i < n_parameters; ++i)
    EXPECT_NEAR(added[i], 1 + gradient[i], tolerance * (1 + std::abs(gradient[i])));
}

TEST_P(LayerContract, RowsDoNotSeeEachOther) {
  Floats all(n_rows * n_out), last(n_out);
  layer->forward({theta, input, all, n_rows});
  layer->forward({theta, std::span(input).last(n_in), last, 1});
  for (std::size_t j = 0; j < n_out; ++j)
    EXPECT_NEAR(last[j], all[(n_rows - 1) * n_out + j], tolerance);
}

TEST_P(LayerContract, ANaNStaysOne) {
  input[1] = std::numeric_limits<float>::quiet_NaN();  // not the first pixel of a window
  Floats output(n_rows * n_out);
  layer->forward({theta, input, output, n_rows});
  const auto row = std::span(output).first(n_out);
  EXPECT_TRUE(std::any_of(row.begin(), row.end(), [](float y) { return std::isnan(y); }));
}

TEST_P(LayerContract, BlocksHaveNamesAndStarts) {
  std::set<std::string> names;
  for (const Block& block : layer->blocks()) {
    EXPECT_TRUE(names.insert(block.name).second) << block.name << " twice";
    EXPECT_GT(volume(block.shape), 0u) << block.name;
    EXPECT_EQ(block.fans.in > 0, block.fans.out > 0) << block.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, LayerContract, testing::ValuesIn(layer_cases()),
                         [](const auto& tested) { return tested.param.name; });

TEST(LayerCases, EveryLayerHasOne) {
  for (const auto& type : layers().names())
    EXPECT_TRUE(std::any_of(layer_cases().begin(), layer_cases().end(),
                            [&](const LayerCase& each) { return each.type == type; }))
        << "add_case for '" << type << "' in its test";
}

}  // namespace
}  // namespace temper
