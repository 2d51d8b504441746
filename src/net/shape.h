#pragma once
// The shape of one example between layers: {n}, or {channels, height, width}.

#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

namespace temper {

using Shape = std::vector<std::size_t>;

/// How many numbers a shape holds.
inline std::size_t volume(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

}  // namespace temper
