#pragma once
// The update of a step with momentum, in one pass over the parameters: the noise never goes
// through memory.

#include <span>

#include "random/noise.h"

namespace temper {

/// m <- decay m - rate g + sd xi; theta <- theta + m, with sd² = max(0, scale² - taken v).
struct MomentumUpdate {
  float decay = 0;
  float rate = 0;
  Noise noise = Noise::gaussian;
  float scale = 0;                       ///< of the noise, whose elements have variance one
  float taken = 0;                       ///< share of v that is taken off the noise
  std::span<const float> variance = {};  ///< v [P], or empty: nothing is taken off
  std::span<const float> centre = {};    ///< c [P], or empty: 0
};

/// Sums over the parameters that cost next to nothing while they pass by.
struct MomentumSums {
  double squares = 0;  ///< of m, after the update
  double virial = 0;   ///< of (theta - c) g, before it
};

/// @param key       names the noise: block 0 on of its sequence
/// @param gradient  g [P]
/// @param momentum  m [P], in and out
/// @param theta     [P], in and out
MomentumSums update_momentum(const MomentumUpdate& update, const RngKey& key,
                             std::span<const float> gradient, std::span<float> momentum,
                             std::span<float> theta);

}  // namespace temper
