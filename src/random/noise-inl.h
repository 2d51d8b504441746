// Noise in SIMD registers, compiled once for each instruction set by Highway's foreach_target.h:
// include it from a .cpp file that does so, as noise.cpp does.
//
// Layout. A chunk is 16 blocks of four words, as many as the widest unit has lanes: word j of
// block 16 c + l is row j, lane l of chunk c. Gaussian: row j is elements 64 c + 16 j + (0..15),
// and rows (0, 1) and (2, 3) are the two uniforms of a Box-Muller pair. Three-point: byte k of
// row j is elements 256 c + 64 j + 16 k + (0..15).

#if defined(TEMPER_BASE_NOISE_INL_H) == defined(HWY_TARGET_TOGGLE)  // once for each target
#ifdef TEMPER_BASE_NOISE_INL_H
#undef TEMPER_BASE_NOISE_INL_H
#else
#define TEMPER_BASE_NOISE_INL_H
#endif

#include "base/lanes-inl.h"
#include "random/noise.h"
#include "random/rng.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

inline constexpr std::size_t lanes_of_chunk = max_lanes;

using WordTag = hn::RebindToUnsigned<FloatTag>;
using IntTag = hn::RebindToSigned<FloatTag>;
using WideTag = hn::Repartition<std::uint64_t, WordTag>;
using Words = hn::Vec<WordTag>;
using Wides = hn::Vec<WideTag>;

/// Four words each of as many blocks as there are lanes.
struct Block {
  Words word[4];
};

/// Philox on blocks whose words stand in the low halves of 64-bit lanes. The high halves are
/// garbage, which neither the widening product nor an exclusive or lets into the low ones.
struct HalfBlock {
  Wides word[4];
};

HWY_INLINE Wides multiply(Wides a, std::uint32_t b) {
  return hn::MulEven(hn::BitCast(WordTag(), a), hn::Set(WordTag(), b));
}

/// The high halves as low ones. A shuffle and not a shift: that has the multiplier's port.
HWY_INLINE Wides high_half(Wides w) {
  return hn::BitCast(WideTag(), hn::Shuffle2301(hn::BitCast(WordTag(), w)));
}

HWY_INLINE void philox_round(Wides key_0, Wides key_1, HalfBlock& block) {
  const auto product_0 = multiply(block.word[0], philox::multiplier_0);
  const auto product_1 = multiply(block.word[2], philox::multiplier_1);
  block.word[0] = hn::Xor3(high_half(product_1), block.word[1], key_0);
  block.word[1] = product_1;
  block.word[2] = hn::Xor3(high_half(product_0), block.word[3], key_1);
  block.word[3] = product_0;
}

/// philox4x32 of random/philox.h for all blocks of one key, whose round keys are spread over the
/// lanes once.
class Philox {
 public:
  HWY_INLINE explicit Philox(const RngKey& key) : counter_(key.counter(0)) {
    auto round_key = key.philox_key();
    for (int round = 0; round < philox::rounds; ++round) {
      key_0_[round] = hn::Set(WideTag(), round_key[0]);
      key_1_[round] = hn::Set(WideTag(), round_key[1]);
      round_key[0] += philox::weyl_0;
      round_key[1] += philox::weyl_1;
    }
  }

  /// Blocks first, first + 1, …: one for each lane.
  HWY_INLINE Block blocks(std::uint32_t first) const {
    const auto counters = hn::BitCast(WideTag(), hn::Iota(WordTag(), first));
    const auto even = half(counters);
    const auto odd = half(hn::ShiftRight<32>(counters));
    Block block;
    for (int w = 0; w < 4; ++w)
      block.word[w] = hn::OddEven(hn::BitCast(WordTag(), hn::ShiftLeft<32>(odd.word[w])),
                                  hn::BitCast(WordTag(), even.word[w]));
    return block;
  }

 private:
  HWY_INLINE HalfBlock half(Wides counters) const {
    HalfBlock block = {{counters, hn::Set(WideTag(), counter_[1]), hn::Set(WideTag(), counter_[2]),
                        hn::Set(WideTag(), counter_[3])}};
    for (int round = 0; round < philox::rounds; ++round)
      philox_round(key_0_[round], key_1_[round], block);
    return block;
  }

  PhiloxCounter counter_;
  Wides key_0_[philox::rounds], key_1_[philox::rounds];
};

/// ln(u) for u in (0, 1], relative error below 1e-6: u = m 2^e with m in [2/3, 4/3), and a
/// minimax polynomial for ln(m).
HWY_INLINE Reals logarithm(Reals u) {
  const FloatTag f;
  const IntTag i;
  const auto bits = hn::BitCast(i, u);
  const auto two_thirds = hn::Set(i, 0x3f2aaaab);
  const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, two_thirds));
  const auto mantissa = hn::BitCast(f, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
  const auto x = hn::Sub(mantissa, hn::Set(f, 1.0F));
  const auto xx = hn::Mul(x, x);
  auto even = hn::MulAdd(hn::Set(f, -0.130310059F), xx, hn::Set(f, -0.121483512F));
  auto odd = hn::MulAdd(hn::Set(f, 0.140869141F), xx, hn::Set(f, 0.139814854F));
  even = hn::MulAdd(even, xx, hn::Set(f, -0.166846126F));
  odd = hn::MulAdd(odd, xx, hn::Set(f, 0.200120345F));
  even = hn::MulAdd(even, xx, hn::Set(f, -0.249996200F));
  auto p = hn::MulAdd(odd, x, even);
  p = hn::MulAdd(p, x, hn::Set(f, 0.333331972F));
  p = hn::MulAdd(p, x, hn::Set(f, -0.5F));
  p = hn::MulAdd(p, xx, x);
  return hn::MulAdd(hn::ConvertTo(f, exponent), hn::Set(f, 0.693147182F), p);
}

/// sin(x) and cos(x) on [-pi/4, pi/4], absolute error below 1e-7. Coefficients: Moshier's Cephes,
/// sinf.c.
HWY_INLINE void sine_cosine(Reals x, Reals& sine, Reals& cosine) {
  const FloatTag f;
  const auto xx = hn::Mul(x, x);
  auto s = hn::MulAdd(hn::Set(f, -1.9515295891e-4F), xx, hn::Set(f, 8.3321608736e-3F));
  s = hn::MulAdd(s, xx, hn::Set(f, -1.6666654611e-1F));
  sine = hn::MulAdd(hn::Mul(s, xx), x, x);
  auto c = hn::MulAdd(hn::Set(f, 2.443315711809948e-5F), xx, hn::Set(f, -1.388731625493765e-3F));
  c = hn::MulAdd(c, xx, hn::Set(f, 4.166664568298827e-2F));
  c = hn::MulAdd(c, xx, hn::Set(f, -0.5F));
  cosine = hn::MulAdd(c, xx, hn::Set(f, 1.0F));
}

/// Two independent normals from two words, by Box & Muller, Ann. Math. Stat. 29(2), 1958. The
/// angle's upper two bits choose the quadrant, by a swap and a sign, so that the polynomials need
/// an eighth of the circle either side of zero only.
HWY_INLINE void box_muller(Words radius_word, Words angle_word, Reals& x, Reals& y) {
  const FloatTag f;
  const IntTag i;
  const WordTag w;
  const auto whole = hn::ConvertTo(f, hn::BitCast(i, hn::ShiftRight<1>(radius_word)));
  const auto uniform = hn::Mul(hn::Add(whole, hn::Set(f, 0.5F)), hn::Set(f, 0x1p-31F));
  const auto radius =
      hn::Sqrt(hn::Max(hn::Mul(hn::Set(f, -2.0F), logarithm(uniform)), hn::Zero(f)));

  const auto fraction = hn::ConvertTo(f, hn::BitCast(i, hn::ShiftLeft<2>(angle_word)));
  constexpr float quarter_pi = 0.785398163F;
  Reals sine, cosine;
  sine_cosine(hn::Mul(fraction, hn::Set(f, quarter_pi * 0x1p-31F)), sine, cosine);

  const auto sign = hn::And(angle_word, hn::Set(w, 0x80000000U));
  const auto signed_radius = hn::Xor(radius, hn::BitCast(f, sign));
  const auto swap = hn::MaskFromVec(
      hn::BitCast(f, hn::BroadcastSignBit(hn::BitCast(i, hn::ShiftLeft<1>(angle_word)))));
  x = hn::Mul(signed_radius, hn::IfThenElse(swap, sine, cosine));
  y = hn::Mul(signed_radius, hn::IfThenElse(swap, cosine, sine));
}

/// Writes Gaussian noise chunk by chunk.
class GaussianNoise {
 public:
  static constexpr std::size_t chunk = 4 * lanes_of_chunk;

  HWY_INLINE explicit GaussianNoise(const RngKey& key) : philox_(key) {}

  /// @param block  the chunk's first
  /// @param out    [chunk]
  HWY_INLINE void write(std::uint32_t block, float* HWY_RESTRICT out) const {
    const FloatTag f;
    for (std::size_t lane = 0; lane < lanes_of_chunk; lane += hn::Lanes(f)) {
      const auto random = philox_.blocks(block + static_cast<std::uint32_t>(lane));
      for (std::size_t row = 0; row < 4; row += 2) {
        Reals x, y;
        box_muller(random.word[row], random.word[row + 1], x, y);
        hn::StoreU(x, f, out + row * lanes_of_chunk + lane);
        hn::StoreU(y, f, out + (row + 1) * lanes_of_chunk + lane);
      }
    }
  }

 private:
  Philox philox_;
};

/// ±a or 0 by the uppermost byte of each lane; the bytes below it don't matter.
HWY_INLINE Reals three_points(Words words) {
  const FloatTag f;
  const IntTag i;
  const auto byte = hn::BitCast(i, words);
  const auto plus = hn::Gt(byte, hn::Set(i, ((128 - three_point_q) << 24) - 1));
  const auto minus = hn::Lt(byte, hn::Set(i, -((128 - three_point_q) << 24)));
  const auto a = hn::Set(f, three_point_a);
  return hn::IfThenElse(hn::RebindMask(f, minus), hn::Neg(a),
                        hn::IfThenElseZero(hn::RebindMask(f, plus), a));
}

/// Writes three-point noise chunk by chunk.
class ThreePointNoise {
 public:
  static constexpr std::size_t chunk = 16 * lanes_of_chunk;

  HWY_INLINE explicit ThreePointNoise(const RngKey& key) : philox_(key) {}

  /// @param block  the chunk's first
  /// @param out    [chunk]
  HWY_INLINE void write(std::uint32_t block, float* HWY_RESTRICT out) const {
    const FloatTag f;
    for (std::size_t lane = 0; lane < lanes_of_chunk; lane += hn::Lanes(f)) {
      const auto random = philox_.blocks(block + static_cast<std::uint32_t>(lane));
      for (std::size_t row = 0; row < 4; ++row) {
        float* const to = out + 4 * row * lanes_of_chunk + lane;
        hn::StoreU(three_points(hn::ShiftLeft<24>(random.word[row])), f, to);
        hn::StoreU(three_points(hn::ShiftLeft<16>(random.word[row])), f, to + lanes_of_chunk);
        hn::StoreU(three_points(hn::ShiftLeft<8>(random.word[row])), f, to + 2 * lanes_of_chunk);
        hn::StoreU(three_points(random.word[row]), f, to + 3 * lanes_of_chunk);
      }
    }
  }

 private:
  Philox philox_;
};

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
