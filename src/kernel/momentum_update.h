#pragma once
// The update of a step with momentum, in one pass over the parameters: the noise never goes
// through memory.

#include <span>

#include "base/noise.h"

namespace temper {

/// m <- decay m - rate g + scale xi; theta <- theta + m
struct MomentumUpdate {
  float decay = 0;
  float rate = 0;
  Noise noise = Noise::gaussian;
  float scale = 0;  ///< of the noise, whose elements have variance one
};

/// @param key       names the noise: block 0 on of its sequence
/// @param gradient  g [P]
/// @param momentum  m [P], in and out
/// @param theta     [P], in and out
/// @returns the new momentum's sum of squares
double update_momentum(const MomentumUpdate& update, const RngKey& key,
                       std::span<const float> gradient, std::span<float> momentum,
                       std::span<float> theta);

}  // namespace temper
