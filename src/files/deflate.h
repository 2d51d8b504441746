#pragma once
// What gzip and zip share.

#include <cstdint>

namespace temper {

/// Deflate can't shrink more than that: what declares more isn't worth the memory.
inline constexpr std::uint64_t max_deflate_ratio = 1032;

}  // namespace temper
