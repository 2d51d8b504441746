#include "kernel/minibatch_noise.h"

#include <gtest/gtest.h>

#include "config/section.h"

namespace temper {
namespace {

Replica replica_of(std::size_t n_parameters) {
  return {0, Floats(n_parameters), {{}, Floats(n_parameters)}, std::vector<double>(3), {}, {}};
}

TEST(MinibatchNoise, IsTheMeanSquareOfEachParameter) {
  const MinibatchNoise noise(1);
  auto replica = replica_of(2);
  noise.start(replica);
  noise.learn(replica, std::vector<float>{1, 3});
  noise.learn(replica, std::vector<float>{3, 1});
  noise.learn(replica, std::vector<float>{2, 2});
  EXPECT_NEAR(noise.variance(replica)[0], 14 / 3.0, 1e-5);
  EXPECT_NEAR(noise.variance(replica)[1], 14 / 3.0, 1e-5);
  EXPECT_NEAR(noise.ratio(replica), 1, 1e-5);
}

// Noise that doubles its sd: the level is there after some 16 measurements, the shape after 1,000.
TEST(MinibatchNoise, ItsLevelFollowsSoonerThanItsShape) {
  const MinibatchNoise noise(1);
  auto replica = replica_of(2);
  noise.start(replica);
  for (int i = 0; i < 1000; ++i) noise.learn(replica, std::vector<float>{1, 2});
  for (int i = 0; i < 100; ++i) noise.learn(replica, std::vector<float>{2, 4});
  const double variance = noise.variance(replica)[0];
  EXPECT_LT(variance, 1.4);
  EXPECT_NEAR(noise.ratio(replica) * variance, 4, 0.02);
}

}  // namespace
}  // namespace temper
