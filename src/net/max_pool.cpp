// The largest pixel of each window, channel by channel; of equals the first.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "config/section.h"
#include "net/layer.h"
#include "net/window.h"

namespace temper {
namespace {

class MaxPool final : public Layer {
 public:
  MaxPool(const Image& input, const Window& window)
      : input_(input), output_(window.slide(input, input.channels)), window_(window) {}

  Shape output_shape() const override { return output_.shape(); }

  void prepare(std::size_t max_rows) override { chosen_.resize(max_rows * output_.volume()); }

  void forward(const ForwardPass& pass) override {
    for_each_run(window_, input_, pass.rows * input_.channels,
                 [&](std::size_t position, std::size_t corner) {
                   start(pass, position, corner);
                   for (std::size_t y = 0; y < window_.size; ++y)
                     for (std::size_t x = 0; x < window_.size; ++x)
                       compare(pass, position, corner + y * input_.width + x);
                 });
  }

  void backward(const BackwardPass& pass) override {
    if (pass.grad_input.empty()) return;
    std::fill(pass.grad_input.begin(), pass.grad_input.end(), 0.0f);
    for (std::size_t i = 0; i < pass.grad_output.size(); ++i)
      pass.grad_input[chosen_[i]] += pass.grad_output[i];
  }

 private:
  /// Takes the first pixel of each window of a run of positions.
  void start(const ForwardPass& pass, std::size_t position, std::size_t pixel) {
    for (std::size_t i = 0; i < output_.width; ++i, pixel += window_.stride) {
      chosen_[position + i] = static_cast<std::uint32_t>(pixel);
      pass.output[position + i] = pass.input[pixel];
    }
  }

  /// Takes another pixel of each window where it is larger, or a NaN. Without branches, since no
  /// one can foresee which pixel it is.
  void compare(const ForwardPass& pass, std::size_t position, std::size_t pixel) {
    float* output = &pass.output[position];
    std::uint32_t* chosen = &chosen_[position];
    for (std::size_t i = 0; i < output_.width; ++i, pixel += window_.stride) {
      const float value = pass.input[pixel], highest = output[i];
      const bool is_higher = (value > highest) | (value != value);
      output[i] = is_higher ? value : highest;
      chosen[i] = is_higher ? static_cast<std::uint32_t>(pixel) : chosen[i];
    }
  }

  Image input_, output_;
  Window window_;
  std::vector<std::uint32_t> chosen_;  ///< of each output: its position in the input
};

const bool registered =
    layers().add("max-pool", "the largest pixel of each window",
                 [](const Section& section, const Section&, const Shape& shape) {
                   const Image input = image_of(section, "max-pool", shape);
                   return std::make_unique<MaxPool>(input, read_pool(section, input));
                 });

}  // namespace
}  // namespace temper
