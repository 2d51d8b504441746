#include "net/build_network.h"

#include <utility>

#include "config/config.h"
#include "net/dense.h"

namespace temper {

std::unique_ptr<Network> build_network(const Section& model, const Shape& input,
                                       const TargetSpec& targets) {
  auto loss = make_loss(model, targets);
  std::vector<std::unique_ptr<Layer>> stack;
  Shape shape = input;
  for (const Section& section : model.children("layer")) {
    stack.push_back(
        make_registered(layers(), section, "type", "dense", "what the layer computes", shape));
    shape = stack.back()->output_shape();
  }
  stack.push_back(make_linear(shape, loss->n_outputs()));
  return std::make_unique<Network>(input, std::move(stack), std::move(loss));
}

}  // namespace temper
