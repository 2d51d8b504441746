#include "kernel/momentum_update.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "simd_paths.h"

namespace temper {
namespace {

constexpr RngKey key{99, Stream::kernel, 3, 2, 1};

struct State {
  explicit State(std::size_t n) : gradient(n), momentum(n), theta(n) {
    fill_noise(Noise::gaussian, {1, Stream::init, 0}, 0, gradient);
    fill_noise(Noise::gaussian, {1, Stream::init, 1}, 0, momentum);
    fill_noise(Noise::gaussian, {1, Stream::init, 2}, 0, theta);
  }
  std::vector<float> gradient, momentum, theta;
};

using MomentumUpdateOnEachPath = OnEachSimdPath;

// Lengths on both sides of a chunk of each kind of noise.
TEST_P(MomentumUpdateOnEachPath, AgreesWithTheFormulaInFloat64) {
  for (const auto kind : {Noise::none, Noise::gaussian, Noise::three_point})
    for (const std::size_t n : {1u, 63u, 256u, 777u}) {
      const State before(n);
      State after(n);
      std::vector<float> noise(n);
      fill_noise(kind, key, 0, noise);
      std::vector<float> centre(n);
      fill_noise(Noise::gaussian, {1, Stream::init, 3}, 0, centre);
      MomentumUpdate update{0.9F, 0.02F, kind, 0.3F};
      update.centre = centre;
      const auto seen = update_momentum(update, key, after.gradient, after.momentum, after.theta);
      double squares = 0, virial = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double m = 0.9 * before.momentum[i] - 0.02 * before.gradient[i] + 0.3 * noise[i];
        squares += m * m;
        virial += (double{before.theta[i]} - centre[i]) * before.gradient[i];
        ASSERT_NEAR(after.momentum[i], m, 1e-6) << "n = " << n << ", i = " << i;
        ASSERT_NEAR(after.theta[i], before.theta[i] + m, 2e-6) << "n = " << n << ", i = " << i;
      }
      EXPECT_NEAR(seen.squares, squares, 1e-5 * squares);
      EXPECT_NEAR(seen.virial, virial, 1e-5 * static_cast<double>(n));
    }
}

// Variances on both sides of where nothing is left of the noise.
TEST_P(MomentumUpdateOnEachPath, TakesVarianceOffTheNoise) {
  for (const std::size_t n : {1u, 63u, 256u, 777u}) {
    const State before(n);
    State after(n);
    std::vector<float> noise(n), variance(n);
    fill_noise(Noise::gaussian, key, 0, noise);
    for (std::size_t i = 0; i < n; ++i) variance[i] = before.theta[i] * before.theta[i];
    const MomentumUpdate update{0.9F, 0.02F, Noise::gaussian, 0.3F, 0.1F, variance};
    update_momentum(update, key, after.gradient, after.momentum, after.theta);
    for (std::size_t i = 0; i < n; ++i) {
      const double sd = std::sqrt(std::max(0.0, 0.3 * 0.3 - 0.1 * double{variance[i]}));
      const double m = 0.9 * before.momentum[i] - 0.02 * before.gradient[i] + sd * noise[i];
      ASSERT_NEAR(after.momentum[i], m, 2e-6) << "n = " << n << ", i = " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Simd, MomentumUpdateOnEachPath,
                         testing::ValuesIn(hwy::SupportedAndGeneratedTargets()), name_of_path);

TEST(MomentumUpdate, WithoutMomentumIsADescent) {
  State state(10);
  const State before(10);
  update_momentum({0, 0.5F, Noise::none, 0}, key, state.gradient, state.momentum, state.theta);
  for (std::size_t i = 0; i < 10; ++i)
    EXPECT_FLOAT_EQ(state.theta[i], before.theta[i] - 0.5F * before.gradient[i]);
}

}  // namespace
}  // namespace temper
