#pragma once
// e^x for float32 loops: no branch, no call, so that compilers vectorise whatever calls it, and
// the same bits wherever in a loop an element stands.

#include <algorithm>
#include <bit>
#include <cstdint>

namespace temper {

/// e^x within 2 units in the last place. Saturates outside [-87.3, 88.3]; NaN stays NaN.
/// Method: Cody & Waite's reduction x = n ln 2 + r, then the polynomial of Cephes' expf (Moshier).
inline float exponential(float x) {
  constexpr float to_nearest = 0x1.8p23f;  // adding it leaves no bits for a fraction
  x = std::min(std::max(x, -87.3f), 88.3f);
  const float shifted = x * 1.44269504f + to_nearest;
  const float n = shifted - to_nearest;
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;

  float tail = 1.9875691500e-4f;
  tail = tail * r + 1.3981999507e-3f;
  tail = tail * r + 8.3334519073e-3f;
  tail = tail * r + 4.1665795894e-2f;
  tail = tail * r + 1.6666665459e-1f;
  tail = tail * r + 5.0000001201e-1f;
  const float mantissa = tail * r * r + r + 1.0f;

  const auto exponent = (std::bit_cast<std::uint32_t>(shifted) + 127u) << 23;
  return mantissa * std::bit_cast<float>(exponent);
}

}  // namespace temper
