#include <gtest/gtest.h>

#include "config/section.h"
#include "kernel/kernel.h"

namespace temper {
namespace {

// Friction beyond 1 - momentum by more than chance takes off the heat of minibatches, a share of T
// that is half as large at twice the temperature; what balances the injected noise is the same at
// any T.
TEST(Sgnht, FrictionAgainstMinibatchesFollowsTheRung) {
  const auto kernel = kernels().find("sgnht")->make(Section::of("kernel", "momentum = 0.9"));
  Replica replica{0, Floats(1000), {Floats(1000)}, {0.5}, {}, {}};
  const Move cold{&replica, {1, Tempering::likelihood}, 0.05, {}};
  const Move hot{&replica, {2, Tempering::likelihood}, 0.05, {}};
  kernel->change_rung(replica, cold, hot);
  EXPECT_NEAR(replica.scalars[0], 0.1 + 0.4 / 2, 1e-12);
  kernel->change_rung(replica, hot, cold);
  EXPECT_NEAR(replica.scalars[0], 0.5, 1e-12);
  replica.scalars[0] = 0.1 + 1e-4;  // within chance: 1 / sqrt(inertia P)
  kernel->change_rung(replica, cold, hot);
  EXPECT_EQ(replica.scalars[0], 0.1 + 1e-4);
}

}  // namespace
}  // namespace temper
