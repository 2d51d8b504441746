#pragma once
// Numbers to compute with.

#include <cstddef>
#include <cstdint>

#include "base/floats.h"
#include "random/rng.h"

namespace temper {

/// N(0, sd²), the same for the same seed and index.
inline Floats random_floats(std::size_t n, std::uint64_t seed, std::uint32_t index, double sd = 1) {
  Rng rng({seed, Stream::synthetic, index});
  Floats values(n);
  for (float& value : values) value = static_cast<float>(sd * rng.normal());
  return values;
}

}  // namespace temper
