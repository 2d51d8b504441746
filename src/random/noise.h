#pragma once
// Random vectors with independent elements, a function of their key alone, at the speed of the
// SIMD unit that the machine has.
//
// Element i takes its random words from a fixed place in the key's sequence, whatever the width
// of the unit, so paths differ in floating-point rounding only (noise-inl.h has the layout).

#include <span>

#include "random/rng.h"

namespace temper {

enum class Noise {
  none,
  gaussian,     ///< N(0, 1) by Box-Muller; |x| < 6.8
  three_point,  ///< 0 or ±a, with the first three moments of N(0, 1) and a fourth of 2.977
};

/// q, the probability of each of ±a, in 256ths; a = 1/sqrt(2q) makes the variance one. With
/// q = 43/256 the fourth moment 1/(2q) is nearest to 3.
///
/// Enough for the weak order of an unadjusted step (Kloeden & Platen, "Numerical Solution of
/// Stochastic Differential Equations", 1992, chapter 14), never for a Metropolis test, which
/// needs the density of its proposal.
inline constexpr int three_point_q = 43;
inline constexpr float three_point_a = 1.72532441F;

/// The words that Rng(key) gives one by one.
void fill_words(const RngKey& key, std::span<std::uint32_t> out);

/// Fills `out` with noise from the key's blocks of four words, from `first_block` on:
/// one block for 4 elements (gaussian, in chunks of 16 blocks) or 16 (three_point).
void fill_noise(Noise kind, const RngKey& key, std::uint32_t first_block, std::span<float> out);

}  // namespace temper
