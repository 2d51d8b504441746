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
    for_each_place(window_, input_, pass.rows * input_.channels,
                   [&](std::size_t place, std::size_t corner) {
                     chosen_[place] = largest(pass.input, corner);
                     pass.output[place] = pass.input[chosen_[place]];
                   });
  }

  void backward(const BackwardPass& pass) override {
    if (pass.grad_input.empty()) return;
    std::fill(pass.grad_input.begin(), pass.grad_input.end(), 0.0f);
    for (std::size_t i = 0; i < pass.grad_output.size(); ++i)
      pass.grad_input[chosen_[i]] += pass.grad_output[i];
  }

 private:
  /// Where the largest pixel of the window at `corner` is; a NaN counts as the largest.
  std::uint32_t largest(std::span<const float> input, std::size_t corner) const {
    std::size_t best = corner;
    for (std::size_t y = 0; y < window_.size; ++y)
      for (std::size_t at = corner + y * input_.width, end = at + window_.size; at < end; ++at)
        if (input[at] > input[best] || input[at] != input[at]) best = at;
    return static_cast<std::uint32_t>(best);
  }

  Image input_, output_;
  Window window_;
  std::vector<std::uint32_t> chosen_;  ///< of each output: its place in the input
};

const bool registered =
    layers().add("max-pool", "the largest pixel of each window",
                 [](const Section& section, const Section&, const Shape& shape) {
                   const Image input = image_of(section, "max-pool", shape);
                   return std::make_unique<MaxPool>(input, read_pool(section, input));
                 });

}  // namespace
}  // namespace temper
