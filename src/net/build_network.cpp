#include "net/build_network.h"

#include <utility>

#include "config/section.h"
#include "net/build_layers.h"
#include "net/dense.h"

namespace temper {

std::unique_ptr<Network> build_network(const Section& model, const Shape& input,
                                       const TargetSpec& targets) {
  auto loss = make_loss(model, targets);
  auto layers = build_layers(model.children("layer"), model, input);
  const Shape last = layers.empty() ? input : layers.back()->output_shape();
  layers.push_back(make_linear(last, loss->n_outputs()));
  return std::make_unique<Network>(input, std::move(layers), std::move(loss));
}

}  // namespace temper
