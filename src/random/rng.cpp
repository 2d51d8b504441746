#include "random/rng.h"

#include <cmath>
#include <numbers>

namespace temper {

std::uint32_t Rng::word() {
  const auto lane = count_ % 4;
  if (lane == 0)
    block_ = philox4x32(key_.counter(static_cast<std::uint32_t>(count_ / 4)), key_.philox_key());
  ++count_;
  return block_[lane];
}

double Rng::uniform() {
  const auto high = std::uint64_t{word()} << 32;
  const auto bits = (high | word()) >> 12;
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

double Rng::normal() {
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::uint32_t Rng::below(std::uint32_t bound) {
  // Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019, Algorithm 5.
  const std::uint32_t reject = (0u - bound) % bound;
  for (;;) {
    const auto product = std::uint64_t{word()} * bound;
    if (static_cast<std::uint32_t>(product) >= reject)
      return static_cast<std::uint32_t>(product >> 32);
  }
}

}  // namespace temper
