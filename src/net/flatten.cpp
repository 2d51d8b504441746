// Images as flat vectors, channel by channel. Dense layers take images as they are; it is for what
// asks for equal shapes.

#include <algorithm>
#include <memory>

#include "net/layer.h"

namespace temper {
namespace {

class Flatten final : public Layer {
 public:
  explicit Flatten(const Shape& input) : n_(volume(input)) {}

  Shape output_shape() const override { return {n_}; }

  void forward(const ForwardPass& pass) override {
    std::copy(pass.input.begin(), pass.input.end(), pass.output.begin());
  }

  void backward(const BackwardPass& pass) override {
    if (!pass.grad_input.empty())
      std::copy(pass.grad_output.begin(), pass.grad_output.end(), pass.grad_input.begin());
  }

 private:
  std::size_t n_;
};

const bool registered = layers().add("flatten", "images as flat vectors",
                                     [](const Section&, const Section&, const Shape& input) {
                                       return std::make_unique<Flatten>(input);
                                     });

}  // namespace
}  // namespace temper
