// Statistical: the first six moments of noise against their exact values, over 4 million
// elements with a fixed seed. Each |z| < 4.5 fails for one good seed in 147,000.

#include "random/noise.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace temper {
namespace {

constexpr std::size_t n_elements = 4'000'000;

std::vector<float> noise_of(Noise kind) {
  std::vector<float> noise(n_elements);
  fill_noise(kind, {17, Stream::kernel, 1, 2, 3}, 0, noise);
  return noise;
}

/// Standard score of the mean of x^power, where `moment` gives every exact moment.
template <class Moment>
double moment_z(const std::vector<float>& noise, int power, const Moment& moment) {
  double sum = 0;
  for (const float x : noise) sum += std::pow(static_cast<double>(x), power);
  const double variance = moment(2 * power) - moment(power) * moment(power);
  return (sum / n_elements - moment(power)) / std::sqrt(variance / n_elements);
}

double gaussian_moment(int power) {
  if (power % 2 == 1) return 0;
  return power == 0 ? 1 : (power - 1) * gaussian_moment(power - 2);
}

double three_point_moment(int power) {
  constexpr double q = three_point_q / 256.0;
  return power % 2 == 1 ? 0 : 2 * q * std::pow(1 / (2 * q), power / 2);
}

TEST(NoiseMoments, GaussianHasThoseOfANormal) {
  const auto noise = noise_of(Noise::gaussian);
  for (int power = 1; power <= 6; ++power)
    EXPECT_LT(std::abs(moment_z(noise, power, gaussian_moment)), 4.5) << "power " << power;
}

TEST(NoiseMoments, ThreePointHasThoseOfThreePoints) {
  const auto noise = noise_of(Noise::three_point);
  for (int power = 1; power <= 5; power += 2)
    EXPECT_LT(std::abs(moment_z(noise, power, three_point_moment)), 4.5) << "power " << power;
  EXPECT_LT(std::abs(moment_z(noise, 2, three_point_moment)), 4.5);
}

TEST(NoiseMoments, ThreePointMatchesANormalToTheFourth) {
  EXPECT_DOUBLE_EQ(three_point_moment(2), gaussian_moment(2));
  EXPECT_NEAR(three_point_moment(4), gaussian_moment(4), 0.01 * gaussian_moment(4));
}

// Neighbours in a chunk, in the rows of a Box-Muller pair, and in neighbouring keys.
TEST(NoiseMoments, ElementsAreUncorrelated) {
  const auto noise = noise_of(Noise::gaussian);
  for (const std::size_t lag : {1u, 16u, 32u, 64u}) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i + lag < n_elements; ++i) {
      const double x = noise[i], y = noise[i + lag];
      sum += x * y;
      squares += (x * x - 1) * (y * y - 1);
    }
    const double n = n_elements;
    EXPECT_LT(std::abs(sum / std::sqrt(n)), 4.5) << "lag " << lag;
    EXPECT_LT(std::abs(squares / std::sqrt(4 * n)), 4.5) << "squares, lag " << lag;
  }
}

TEST(NoiseMoments, TheTestCatchesANarrowNormal) {
  auto noise = noise_of(Noise::gaussian);
  for (float& x : noise) x *= 0.997F;
  EXPECT_GT(std::abs(moment_z(noise, 2, gaussian_moment)), 4.5);
}

}  // namespace
}  // namespace temper
