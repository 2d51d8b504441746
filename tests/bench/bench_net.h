#pragma once
// A network by a short name, on random data, as a potential; and what its step must compute.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "posterior/network_posterior.h"
#include "random/rng.h"

namespace temper {

/// "784-32-10" or "1x8x8-c8-c16-10": input, hidden layers, classes.
class BenchNet {
 public:
  BenchNet(const std::string& spec, std::size_t batch) : batch_(batch) {
    std::vector<std::string> words = split(spec, '-');
    for (const auto& side : split(words.front(), 'x')) shape_.push_back(std::stoul(side));
    const std::size_t n_classes = std::stoul(words.back());
    Shape shape = shape_;
    std::string model;
    for (std::size_t i = 1; i + 1 < words.size(); ++i) model += add_layer(words[i], shape);
    add_flops(volume(shape), n_classes);
    potential_ =
        make_posterior(Section::of("model", model), Section::of("prior"), random_data(n_classes));
  }

  NetworkPosterior& potential() const { return *potential_; }

  /// Of the matrix products of a step: forward, by the weights, by the inputs of all but the first.
  double flops() const { return flops_; }

 private:
  static std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> words(1);
    for (const char c : text)
      if (c == at)
        words.emplace_back();
      else
        words.back() += c;
    return words;
  }

  /// The layer as TOML; `shape` becomes that of its output.
  std::string add_layer(const std::string& word, Shape& shape) {
    if (word[0] != 'c') {
      const std::size_t units = std::stoul(word);
      add_flops(volume(shape), units);
      shape = {units};
      return fmt::format("[[layer]]\nunits = {}\n", units);
    }
    const std::size_t channels = std::stoul(word.substr(1));
    add_flops(shape[0] * 9, channels * shape[1] * shape[2]);
    shape[0] = channels;
    return fmt::format("[[layer]]\ntype = \"conv2d\"\nchannels = {}\n", channels);
  }

  void add_flops(std::size_t n_in, std::size_t n_out) {
    const auto products = static_cast<double>(n_in * n_out * batch_);
    flops_ += (flops_ == 0 ? 4 : 6) * products;
  }

  Dataset random_data(std::size_t n_classes) const {
    struct Memory {
      std::vector<float> inputs;
      std::vector<std::int32_t> labels;
    };
    const std::size_t n = std::max<std::size_t>(1000, 2 * batch_);
    Rng rng({1, Stream::synthetic});
    auto memory = std::make_shared<Memory>();
    for (std::size_t i = 0; i < n * volume(shape_); ++i)
      memory->inputs.push_back(static_cast<float>(rng.normal()));
    for (std::size_t i = 0; i < n; ++i)
      memory->labels.push_back(
          static_cast<std::int32_t>(rng.below(static_cast<std::uint32_t>(n_classes))));
    Dataset data;
    data.input_shape = shape_;
    data.n_inputs = volume(shape_);
    data.n_targets = 1;
    data.n_classes = n_classes;
    data.train = {n, memory->inputs, {}, memory->labels};
    data.memory = memory;
    return data;
  }

  std::size_t batch_;
  Shape shape_;  ///< of the input
  double flops_ = 0;
  std::unique_ptr<NetworkPosterior> potential_;
};

}  // namespace temper
