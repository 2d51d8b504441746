#pragma once
// Where in the sequence of one key (random/rng.h) each walk begins, so that no number serves twice.
// A step of a kernel has one key a replica; what it draws first begins at block 0. P parameters of
// Gaussian noise take P / 4 blocks, fewer than the first half has.

#include <cstdint>

namespace temper {

inline constexpr std::uint32_t second_block = 1U << 31;  ///< a kernel's second vector of noise
inline constexpr std::uint32_t thermometer_block = 0xE0000000U;  ///< examples of a thermometer
inline constexpr std::uint32_t coin_block = 0xF0000000U;         ///< single coins of a kernel

}  // namespace temper
