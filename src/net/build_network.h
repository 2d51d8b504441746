#pragma once
// From [model] to a network.

#include <memory>

#include "net/network.h"

namespace temper {

class Section;

/// The layers of [[model.layer]], a linear layer to as many outputs as the loss takes (unless the
/// last layer is that: dense, of this size, its activation absent or "identity"), and
/// model.loss. Without a layer: linear from input to output.
/// Refuses (UsageError) layers that don't fit each other and losses that don't fit the targets.
std::unique_ptr<Network> build_network(const Section& model, const Shape& input,
                                       const TargetSpec& targets);

}  // namespace temper
