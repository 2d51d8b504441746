#include "net/build_network.h"

#include <utility>

#include "config/section.h"
#include "net/build_layers.h"
#include "net/dense.h"

namespace temper {
namespace {

/// A last dense layer of the size that the loss takes, without a nonlinearity, is the output
/// itself: nobody wants two linear maps in a row.
bool is_output(const Section& layer, std::size_t n_outputs) {
  if (layer.text("type", "dense", "what the layer computes") != "dense") return false;
  const auto activation = layer.has("activation") ? layer.text("activation", {}, "") : "identity";
  return activation == "identity" && layer.has("units") &&
         layer.integer("units", {}) == static_cast<std::int64_t>(n_outputs);
}

}  // namespace

std::unique_ptr<Network> build_network(const Section& model, const Shape& input,
                                       const TargetSpec& targets) {
  auto loss = make_loss(model, targets);
  auto sections = model.children("layer");
  const bool has_output = !sections.empty() && is_output(sections.back(), loss->n_outputs());
  const auto output = has_output ? sections.back() : model;
  if (has_output) sections.pop_back();
  auto layers = build_layers(sections, model, input);
  const Shape last = layers.empty() ? input : layers.back()->output_shape();
  layers.push_back(has_output ? make_output(last, output) : make_linear(last, loss->n_outputs()));
  return std::make_unique<Network>(input, std::move(layers), std::move(loss));
}

}  // namespace temper
