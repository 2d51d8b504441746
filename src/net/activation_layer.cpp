// An activation as a layer of its own: behind a norm, or behind the sum of a residual block.

#include <algorithm>
#include <memory>
#include <utility>

#include "base/floats.h"
#include "config/config.h"
#include "net/activation.h"
#include "net/layer.h"

namespace temper {
namespace {

class ActivationLayer final : public Layer {
 public:
  ActivationLayer(Shape shape, std::unique_ptr<Activation> activation)
      : shape_(std::move(shape)), activation_(std::move(activation)) {}

  Shape output_shape() const override { return shape_; }

  void prepare(std::size_t max_rows) override { slopes_.resize(max_rows * volume(shape_)); }

  void forward(const ForwardPass& pass) override {
    std::copy(pass.input.begin(), pass.input.end(), pass.output.begin());
    activation_->apply(pass.output, std::span(slopes_).first(pass.output.size()));
  }

  void backward(const BackwardPass& pass) override {
    for (std::size_t i = 0; i < pass.grad_input.size(); ++i)
      pass.grad_input[i] = pass.grad_output[i] * slopes_[i];
  }

 private:
  Shape shape_;
  std::unique_ptr<Activation> activation_;
  Floats slopes_;  ///< f'(x) of the last forward pass
};

const bool registered = layers().add(
    "activation", "a nonlinearity on its own",
    [](const Section& section, const Section&, const Shape& input) {
      return std::make_unique<ActivationLayer>(
          input,
          make_registered(activations(), section, "activation", "tanh", "applied to each number"));
    });

}  // namespace
}  // namespace temper
