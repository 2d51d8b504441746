#include "random/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/simd.h"
#include "simd_paths.h"

namespace temper {
namespace {

constexpr RngKey key{0x123456789abcdef0, Stream::kernel, 7, 11, 13};
constexpr std::size_t lanes_of_chunk = 16;

/// The word that noise-inl.h's layout gives to a row and lane of a chunk.
std::uint32_t word(std::uint32_t first_block, std::size_t chunk, std::size_t row,
                   std::size_t lane) {
  const auto block = first_block + static_cast<std::uint32_t>(lanes_of_chunk * chunk + lane);
  return philox4x32(key.counter(block), key.philox_key())[row];
}

/// Box & Muller in float64; the upper two bits of the second word choose the quadrant.
double gaussian(std::uint32_t first_block, std::size_t i) {
  const std::size_t chunk = i / 64, row = i / 16 % 4, lane = i % 16;
  const double uniform = (word(first_block, chunk, row / 2 * 2, lane) / 2 + 0.5) * 0x1p-31;
  const std::uint32_t bits = word(first_block, chunk, row / 2 * 2 + 1, lane);
  const double angle = std::numbers::pi / 4 * static_cast<std::int32_t>(bits << 2) * 0x1p-31;
  const bool swap = bits >> 30 & 1, takes_sine = (row % 2 == 1) != swap;
  const double radius = (bits >> 31 ? -1 : 1) * std::sqrt(-2 * std::log(uniform));
  return radius * (takes_sine ? std::sin(angle) : std::cos(angle));
}

double three_point(std::uint32_t first_block, std::size_t i) {
  const std::size_t chunk = i / 256, row = i / 64 % 4, byte = i / 16 % 4, lane = i % 16;
  const auto level = static_cast<std::int8_t>(word(first_block, chunk, row, lane) >> 8 * byte);
  if (level >= 128 - three_point_q) return std::sqrt(128.0 / three_point_q);
  return level < three_point_q - 128 ? -std::sqrt(128.0 / three_point_q) : 0;
}

using NoiseOnEachPath = OnEachSimdPath;

TEST_P(NoiseOnEachPath, IsNamedInTheRun) { EXPECT_STREQ(simd_path(), hwy::TargetName(GetParam())); }

// Lengths on both sides of a chunk, and a first block whose count wraps round.
TEST_P(NoiseOnEachPath, AgreesWithTheScalarReference) {
  for (const std::size_t n : {1u, 15u, 64u, 255u, 1000u})
    for (const std::uint32_t block : {0u, 5u, 0xfffffff0u}) {
      std::vector<float> noise(n);
      fill_noise(Noise::gaussian, key, block, noise);
      for (std::size_t i = 0; i < n; ++i)
        ASSERT_NEAR(noise[i], gaussian(block, i), 2e-6) << "n = " << n << ", i = " << i;
      fill_noise(Noise::three_point, key, block, noise);
      for (std::size_t i = 0; i < n; ++i)
        ASSERT_FLOAT_EQ(noise[i], static_cast<float>(three_point(block, i))) << "i = " << i;
    }
}

TEST_P(NoiseOnEachPath, WordsAreThoseOfTheWalk) {
  for (const std::size_t n : {1u, 16u, 63u, 130u}) {
    std::vector<std::uint32_t> words(n);
    fill_words(key, words);
    Rng rng(key);
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(words[i], rng.word()) << n << " at " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Simd, NoiseOnEachPath,
                         testing::ValuesIn(hwy::SupportedAndGeneratedTargets()), name_of_path);

TEST(Noise, NoneIsZero) {
  std::vector<float> noise(5, 1);
  fill_noise(Noise::none, key, 0, noise);
  EXPECT_EQ(noise, std::vector<float>(5, 0));
}

}  // namespace
}  // namespace temper
