#include "kernel/momentum_update.h"

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
      const double squares = update_momentum({0.9F, 0.02F, kind, 0.3F}, key, after.gradient,
                                             after.momentum, after.theta);
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double m = 0.9 * before.momentum[i] - 0.02 * before.gradient[i] + 0.3 * noise[i];
        sum += m * m;
        ASSERT_NEAR(after.momentum[i], m, 1e-6) << "n = " << n << ", i = " << i;
        ASSERT_NEAR(after.theta[i], before.theta[i] + m, 2e-6) << "n = " << n << ", i = " << i;
      }
      EXPECT_NEAR(squares, sum, 1e-5 * sum);
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
