#pragma once
// Small random data sets and posteriors on them.

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "data/dataset.h"
#include "posterior/network_posterior.h"
#include "random/rng.h"

namespace temper {

struct SmallMemory {
  std::vector<float> inputs, targets;
  std::vector<std::int32_t> labels;
};

/// Three normal inputs; the first 4/5 of the rows are for training, the rest for testing.
inline Dataset small_inputs(std::size_t n, SmallMemory& memory) {
  Rng rng({11, Stream::synthetic});
  for (std::size_t i = 0; i < 3 * n; ++i) memory.inputs.push_back(static_cast<float>(rng.normal()));
  Dataset data;
  data.name = "small";
  data.input_shape = {3};
  data.n_inputs = 3;
  data.n_targets = 1;
  return data;
}

/// `n` training examples and n / 4 test examples; the class is the largest of the inputs.
inline Dataset small_classification(std::size_t n) {
  auto memory = std::make_shared<SmallMemory>();
  const std::size_t n_test = n / 4;
  Dataset data = small_inputs(n + n_test, *memory);
  for (std::size_t row = 0; row < n + n_test; ++row) {
    const float* x = &memory->inputs[3 * row];
    memory->labels.push_back(x[0] > x[1] && x[0] > x[2] ? 0 : x[1] > x[2] ? 1 : 2);
  }
  data.n_classes = 3;
  const std::span<const float> inputs(memory->inputs);
  const std::span<const std::int32_t> labels(memory->labels);
  data.train = {n, inputs.first(3 * n), {}, labels.first(n)};
  data.test = {n_test, inputs.subspan(3 * n), {}, labels.subspan(n)};
  data.memory = memory;
  return data;
}

/// `n` training and n / 4 test examples; y = x0 - x1 / 2 + noise of sd 0.1, kept as (y - 10) / 2.
inline Dataset small_regression(std::size_t n) {
  auto memory = std::make_shared<SmallMemory>();
  const std::size_t n_test = n / 4;
  Dataset data = small_inputs(n + n_test, *memory);
  Rng rng({12, Stream::synthetic});
  for (std::size_t row = 0; row < n + n_test; ++row) {
    const float* x = &memory->inputs[3 * row];
    memory->targets.push_back(x[0] - x[1] / 2 + 0.1f * static_cast<float>(rng.normal()));
  }
  data.task = Task::regression;
  data.target_scaling = {{10.0}, {2.0}};
  const std::span<const float> inputs(memory->inputs), targets(memory->targets);
  data.train = {n, inputs.first(3 * n), targets.first(n), {}};
  data.test = {n_test, inputs.subspan(3 * n), targets.subspan(n), {}};
  data.memory = memory;
  return data;
}

/// 3-5-3 tanh unless `model` says otherwise.
inline std::unique_ptr<NetworkPosterior> small_posterior(
    const Dataset& data, const std::string& model = "[[layer]]\nunits = 5\n",
    const std::string& prior = "") {
  return make_posterior(Section::of("model", model), Section::of("prior", prior), data);
}

/// Every layer that isn't dense, on the three inputs as an image of one line.
inline const char* const image_layers = R"(
[[layer]]
type = "conv2d"
channels = 4
[[layer]]
type = "residual"
[[layer.layer]]
type = "conv2d"
channels = 5
activation = "identity"
[[layer.layer]]
type = "frn"
[[layer]]
type = "max-pool"
window = 1
[[layer]]
type = "avg-pool"
window = 1
[[layer]]
type = "layer-norm"
[[layer]]
type = "activation"
[[layer]]
type = "flatten"
)";

inline Dataset small_images(std::size_t n) {
  Dataset data = small_classification(n);
  data.input_shape = {1, 1, 3};
  return data;
}

}  // namespace temper
