#include "kernel/vectors.h"

#include <gtest/gtest.h>

#include <vector>

#include "random/noise.h"
#include "simd_paths.h"

namespace temper {
namespace {

std::vector<float> random(std::size_t n, std::uint32_t index) {
  std::vector<float> values(n);
  fill_noise(Noise::gaussian, {1, Stream::init, index}, 0, values);
  return values;
}

using Vectors = OnEachSimdPath;

// Products of float32 are exact in float64, so only the order of the sum differs.
TEST_P(Vectors, SumsAgreeWithPlainOnes) {
  for (const std::size_t n : {1u, 15u, 16u, 100u, 1001u}) {
    const auto a = random(n, 0), b = random(n, 1), centre = random(n, 2);
    double plain = 0, from_centre = 0;
    for (std::size_t i = 0; i < n; ++i) {
      plain += double{a[i]} * double{b[i]};
      from_centre += double{a[i] - centre[i]} * double{b[i]};
    }
    EXPECT_NEAR(dot(a, b), plain, 1e-12 * static_cast<double>(n));
    EXPECT_NEAR(dot_from(centre, a, b), from_centre, 1e-12 * static_cast<double>(n));
    EXPECT_EQ(dot_from({}, a, b), dot(a, b));
  }
}

TEST_P(Vectors, CombineIsElementByElement) {
  for (const std::size_t n : {1u, 16u, 37u}) {
    const auto x = random(n, 0), before = random(n, 1);
    auto y = before;
    combine(0.5F, -3, x, y);
    for (std::size_t i = 0; i < n; ++i)
      EXPECT_NEAR(y[i], 0.5 * double{before[i]} - 3 * double{x[i]}, 1e-6) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Simd, Vectors, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         name_of_path);

}  // namespace
}  // namespace temper
