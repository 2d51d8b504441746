#pragma once
// Average pooling: images made smaller before training.

#include <cstddef>
#include <vector>

#include "data/raw_data.h"

namespace temper {

/// True for images {channels, height, width} whose height and width `factor` divides.
bool can_pool(const std::vector<std::size_t>& shape, std::size_t factor);

/// Replaces each factor x factor pixels of a channel by their mean. Requires `can_pool`.
void pool_images(RawData& raw, std::size_t factor);

}  // namespace temper
