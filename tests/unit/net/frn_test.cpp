// What the layer contract can't know of filter response normalisation.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/errors.h"
#include "base/floats.h"
#include "unit/net/layer_case.h"

namespace temper {
namespace {

/// theta: scale, shift, threshold, each [channels].
Doubles reference(const Doubles& x, std::size_t channels, const double* theta) {
  const std::size_t pixels = x.size() / channels;
  Doubles y(x.size());
  for (std::size_t channel = 0; channel < channels; ++channel) {
    double square = 1e-6;
    for (std::size_t i = channel * pixels; i < (channel + 1) * pixels; ++i)
      square += x[i] * x[i] / static_cast<double>(pixels);
    for (std::size_t i = channel * pixels; i < (channel + 1) * pixels; ++i)
      y[i] = std::max(theta[channel] * x[i] / std::sqrt(square) + theta[channels + channel],
                      theta[2 * channels + channel]);
  }
  return y;
}

const bool covered =
    add_case({"frn", "Frn", "", {3, 6, 5}, [](const Doubles& x, const double* theta) {
                return reference(x, 3, theta);
              }});

TEST(Frn, ComputesByHand) {
  const auto layer = make_layer("frn", "", {1, 1, 2});
  layer->prepare(1);
  const Floats theta = {5, 1, -1}, input = {-3000, 4000};  // root mean square 3535.5
  Floats output(2);
  layer->forward({theta, input, output, 1});
  EXPECT_FLOAT_EQ(output[0], -1);
  EXPECT_FLOAT_EQ(output[1], 1 + 20 / std::sqrt(12.5f));
}

TEST(Frn, RefusesWhatHasNoPixels) {
  EXPECT_THROW(make_layer("frn", "", {8}), UsageError);
  EXPECT_THROW(make_layer("frn", "", {8, 1, 1}), UsageError);
}

}  // namespace
}  // namespace temper
