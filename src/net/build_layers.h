#pragma once
// From [[model.layer]], or the [[model.layer.layer]] of a block, to layers that fit each other.

#include <memory>
#include <vector>

#include "net/layer.h"

namespace temper {

/// Refuses (UsageError) what is no layer, a shape that doesn't fit, and layers that would make the
/// potential random or dependent on the minibatch, with the reason.
std::vector<std::unique_ptr<Layer>> build_layers(const std::vector<Section>& sections,
                                                 const Section& model, const Shape& input);

}  // namespace temper
