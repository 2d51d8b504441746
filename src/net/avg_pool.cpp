// The mean of each window, channel by channel.

#include <algorithm>
#include <memory>

#include "config/section.h"
#include "net/layer.h"
#include "net/window.h"

namespace temper {
namespace {

class AvgPool final : public Layer {
 public:
  AvgPool(const Image& input, const Window& window)
      : input_(input),
        output_(window.slide(input, input.channels)),
        window_(window),
        share_(1 / static_cast<float>(window.size * window.size)) {}

  Shape output_shape() const override { return output_.shape(); }

  void forward(const ForwardPass& pass) override {
    std::fill(pass.output.begin(), pass.output.end(), 0.0f);
    for_each_pair(pass.rows, [&](std::size_t position, std::size_t pixel) {
      pass.output[position] += share_ * pass.input[pixel];
    });
  }

  void backward(const BackwardPass& pass) override {
    if (pass.grad_input.empty()) return;
    std::fill(pass.grad_input.begin(), pass.grad_input.end(), 0.0f);
    for_each_pair(pass.rows, [&](std::size_t position, std::size_t pixel) {
      pass.grad_input[pixel] += share_ * pass.grad_output[position];
    });
  }

 private:
  /// Calls `visit(position, pixel)` for each pixel of each position's window.
  template <class Visit>
  void for_each_pair(std::size_t rows, Visit visit) const {
    for_each_run(window_, input_, rows * input_.channels,
                 [&](std::size_t position, std::size_t corner) {
                   for (std::size_t y = 0; y < window_.size; ++y)
                     for (std::size_t x = 0; x < window_.size; ++x)
                       for (std::size_t i = 0; i < output_.width; ++i)
                         visit(position + i, corner + y * input_.width + x + i * window_.stride);
                 });
  }

  Image input_, output_;
  Window window_;
  float share_;  ///< of a pixel in its window's mean
};

const bool registered =
    layers().add("avg-pool", "the mean of each window",
                 [](const Section& section, const Section&, const Shape& shape) {
                   const Image input = image_of(section, "avg-pool", shape);
                   return std::make_unique<AvgPool>(input, read_pool(section, input));
                 });

}  // namespace
}  // namespace temper
