// Layer norm (Ba, Kiros & Hinton, "Layer normalization", 2016, eq. 3): all numbers of an example
// are brought to mean 0 and variance 1, z = (x - mean) / sqrt(variance + 1e-5), then
// y = scale z + shift, with a scale and a shift for each channel of an image, or for each number of
// a flat vector.

#include <cmath>
#include <memory>

#include "base/floats.h"
#include "config/section.h"
#include "net/image.h"
#include "net/lane_sum.h"
#include "net/layer.h"

namespace temper {
namespace {

constexpr float least_variance = 1e-5f;

class LayerNorm final : public Layer {
 public:
  explicit LayerNorm(const Shape& shape)
      : shape_(shape), channels_(as_image(shape).channels), pixels_(as_image(shape).pixels()) {}

  Shape output_shape() const override { return shape_; }

  std::vector<Block> blocks() const override {
    return {{"scale", {channels_}, {}, ones(), NormalBelief{1, 1}},
            {"shift", {channels_}, {}, zeros()}};
  }

  void prepare(std::size_t max_rows) override {
    standardised_.resize(max_rows * volume(shape_));
    inverse_sds_.resize(max_rows);
  }

  void forward(const ForwardPass& pass) override {
    const std::size_t n = volume(shape_);
    for (std::size_t row = 0; row < pass.rows; ++row) {
      standardise(pass.input.subspan(row * n, n), row);
      for (std::size_t channel = 0; channel < channels_; ++channel) {
        const float scale = pass.theta[channel], shift = pass.theta[channels_ + channel];
        const std::size_t first = row * n + channel * pixels_;
        for (std::size_t i = first; i < first + pixels_; ++i)
          pass.output[i] = scale * standardised_[i] + shift;
      }
    }
  }

  void backward(const BackwardPass& pass) override {
    for (std::size_t row = 0; row < pass.rows; ++row) {
      const Means means = add_gradient(pass, row);
      if (!pass.grad_input.empty()) write_grad_input(pass, row, means);
    }
  }

 private:
  /// Over an example: of dU/dz, and of z dU/dz.
  struct Means {
    float slope = 0, product = 0;
  };

  void standardise(std::span<const float> x, std::size_t row) {
    const auto n = static_cast<float>(x.size());
    const float mean = lane_sum(x.size(), [&](std::size_t i) { return x[i]; }) / n;
    const float variance =
        lane_sum(x.size(), [&](std::size_t i) { return (x[i] - mean) * (x[i] - mean); }) / n;
    const float inverse_sd = 1 / std::sqrt(variance + least_variance);
    float* z = &standardised_[row * x.size()];
    for (std::size_t i = 0; i < x.size(); ++i) z[i] = (x[i] - mean) * inverse_sd;
    inverse_sds_[row] = inverse_sd;
  }

  Means add_gradient(const BackwardPass& pass, std::size_t row) const {
    Means means;
    const auto n = static_cast<float>(volume(shape_));
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const std::size_t first = row * volume(shape_) + channel * pixels_;
      const float *slopes = &pass.grad_output[first], *z = &standardised_[first];
      const float slope = lane_sum(pixels_, [&](std::size_t i) { return slopes[i]; });
      const float product = lane_sum(pixels_, [&](std::size_t i) { return slopes[i] * z[i]; });
      pass.gradient[channel] += product;
      pass.gradient[channels_ + channel] += slope;
      means.slope += pass.theta[channel] * slope / n;
      means.product += pass.theta[channel] * product / n;
    }
    return means;
  }

  void write_grad_input(const BackwardPass& pass, std::size_t row, const Means& means) const {
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const float scale = pass.theta[channel];
      const std::size_t first = row * volume(shape_) + channel * pixels_;
      for (std::size_t i = first; i < first + pixels_; ++i)
        pass.grad_input[i] = inverse_sds_[row] * (scale * pass.grad_output[i] - means.slope -
                                                  standardised_[i] * means.product);
    }
  }

  Shape shape_;
  std::size_t channels_, pixels_;
  Floats standardised_;  ///< z of the last forward pass
  Floats inverse_sds_;   ///< [max_rows], of the same
};

const bool registered = layers().add(
    "layer-norm", "each example to mean 0 and variance 1, then a scale and a shift a channel",
    [](const Section& section, const Section&, const Shape& input) {
      if (volume(input) < 2)
        section.refuse("type", "'layer-norm' needs two numbers or more, but gets one");
      return std::make_unique<LayerNorm>(input);
    });

}  // namespace
}  // namespace temper
