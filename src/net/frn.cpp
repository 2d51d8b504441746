// Filter response normalisation with a thresholded linear unit (Singh & Krishnan, "Filter response
// normalization layer", CVPR 2020, eqs. 1 to 5): each channel of an example is divided by its root
// mean square, z = x / sqrt(mean x² + 1e-6), then y = max(scale z + shift, threshold) with three
// parameters a channel. It needs no other activation behind it.

#include <cmath>
#include <memory>

#include "base/floats.h"
#include "config/section.h"
#include "net/image.h"
#include "net/lane_sum.h"
#include "net/layer.h"

namespace temper {
namespace {

constexpr float least_square = 1e-6f;

class Frn final : public Layer {
 public:
  explicit Frn(const Image& image) : image_(image) {}

  Shape output_shape() const override { return image_.shape(); }

  std::vector<Block> blocks() const override {
    const Shape each = {image_.channels};
    return {{"scale", each, {}, ones(), NormalBelief{1, 1}},
            {"shift", each, {}, zeros()},
            {"threshold", each, {}, zeros()}};
  }

  void prepare(std::size_t max_rows) override { inverses_.resize(max_rows * image_.channels); }

  void forward(const ForwardPass& pass) override {
    const std::size_t n = image_.pixels();
    for (std::size_t plane = 0; plane < pass.rows * image_.channels; ++plane) {
      const auto [scale, shift, threshold] = of_channel(pass.theta, plane);
      const float* x = &pass.input[plane * n];
      float* y = &pass.output[plane * n];
      const float square = lane_sum(n, [&](std::size_t i) { return x[i] * x[i]; });
      const float inverse = 1 / std::sqrt(square / static_cast<float>(n) + least_square);
      for (std::size_t i = 0; i < n; ++i)
        y[i] = at_least(threshold, scale * (x[i] * inverse) + shift);
      inverses_[plane] = inverse;
    }
  }

  void backward(const BackwardPass& pass) override {
    for (std::size_t plane = 0; plane < pass.rows * image_.channels; ++plane) {
      cut(pass, plane);
      const float product = add_gradient(pass, plane);
      if (!pass.grad_input.empty()) write_grad_input(pass, plane, product);
    }
  }

 private:
  template <class T>
  struct OfChannel {
    T &scale, &shift, &threshold;
  };

  /// @param plane  a channel of an example, counted over all examples
  template <class T>
  OfChannel<T> of_channel(std::span<T> theta, std::size_t plane) const {
    const std::size_t n = image_.channels, channel = plane % n;
    return {theta[channel], theta[n + channel], theta[2 * n + channel]};
  }

  /// Not a maximum: a NaN must stay one.
  static float at_least(float threshold, float y) { return y <= threshold ? threshold : y; }

  /// Gives the threshold the slopes of the outputs that stand at it. By factors, not branches,
  /// since no one can foresee which outputs those are.
  void cut(const BackwardPass& pass, std::size_t plane) const {
    const std::size_t n = image_.pixels();
    const float threshold = of_channel(pass.theta, plane).threshold;
    const float* y = &pass.output[plane * n];
    float* slopes = &pass.grad_output[plane * n];
    const auto is_cut = [&](std::size_t i) { return y[i] <= threshold ? 1.0f : 0.0f; };
    of_channel(pass.gradient, plane).threshold +=
        lane_sum(n, [&](std::size_t i) { return is_cut(i) * slopes[i]; });
    for (std::size_t i = 0; i < n; ++i) slopes[i] *= 1 - is_cut(i);
  }

  /// Of scale and shift. Returns the sum over the channel of z dU/dy.
  float add_gradient(const BackwardPass& pass, std::size_t plane) const {
    const std::size_t n = image_.pixels();
    const float *x = &pass.input[plane * n], *slopes = &pass.grad_output[plane * n];
    const float product =
        inverses_[plane] * lane_sum(n, [&](std::size_t i) { return slopes[i] * x[i]; });
    const auto gradient = of_channel(pass.gradient, plane);
    gradient.scale += product;
    gradient.shift += lane_sum(n, [&](std::size_t i) { return slopes[i]; });
    return product;
  }

  void write_grad_input(const BackwardPass& pass, std::size_t plane, float product) const {
    const std::size_t n = image_.pixels();
    const float factor = of_channel(pass.theta, plane).scale * inverses_[plane];
    const float share = inverses_[plane] * product / static_cast<float>(n);
    const float *x = &pass.input[plane * n], *slopes = &pass.grad_output[plane * n];
    float* out = &pass.grad_input[plane * n];
    for (std::size_t i = 0; i < n; ++i) out[i] = factor * (slopes[i] - share * x[i]);
  }

  Image image_;
  Floats inverses_;  ///< 1 / root mean square of each plane, of the last forward pass
};

std::unique_ptr<Layer> make_frn(const Section& section, const Section&, const Shape& input) {
  const Image image = image_of(section, "frn", input);
  if (image.pixels() < 2)
    section.refuse("type",
                   "'frn' needs channels of two pixels or more: of one it would leave the "
                   "sign; use 'layer-norm'");
  return std::make_unique<Frn>(image);
}

const bool registered = layers().add(
    "frn", "each channel by its root mean square, then max(scale z + shift, threshold)", make_frn);

}  // namespace
}  // namespace temper
