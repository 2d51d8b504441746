#pragma once
// A keyed shuffle of 0..n-1 that is computed and never stored: the image of any position costs
// a few multiplications, and the same key gives the same shuffle on any rank, after any restart.
//
// A position is the pair (left, right) in [0, a) x [0, b) with a, b ~ sqrt(n); each round adds a
// hash of one to the other. The fewer than a + b pairs past n - 1 are walked through until they
// fall below n, which leaves a permutation.
//
// Source: Black & Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, section 5
// (generalised Feistel) and section 4 (cycle walking).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "random/rng.h"

namespace temper {

class Shuffle {
 public:
  /// @param n  at least 1, at most 2^32 - 2^17
  Shuffle(std::uint32_t n, const RngKey& key);

  /// Writes the images of first, first + 1, …, one for each of `out`; all must be below n.
  void images(std::uint32_t first, std::span<std::uint32_t> out) const;

 private:
  static constexpr std::size_t max_rounds = 32;
  static constexpr std::size_t n_lanes = 32;
  using Lanes = std::array<std::uint32_t, n_lanes>;

  void encipher(Lanes& left, Lanes& right) const;
  std::uint32_t walk(std::uint32_t position) const;

  std::uint32_t n_;
  std::uint32_t n_left_, n_right_;  ///< a and b; a b >= n
  std::size_t n_rounds_;            ///< even
  std::array<std::uint32_t, max_rounds> round_key_;
};

}  // namespace temper
