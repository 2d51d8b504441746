#include "method/hopping.h"

#include <gtest/gtest.h>

#include "method/complete_descents.h"
#include "unit/method/problems.h"

namespace temper {
namespace {

/// Two wells, the right one two nats lower, and a walker at the bottom of the left.
struct Left {
  std::unique_ptr<Potential> potential =
      make_potential("double-well", "dim = 1\nheight = 3\ntilt = 2");
  Search search{{.potential = potential.get()}, 1, 200'000};
  Walk walk{search, {.kernel = "levenberg-marquardt"}};
  Walker walker = walk.fresh();

  Left() {
    walker.replica.theta[0] = -1;
    walk.restart(walker);
    descend(walk, walker, 1);
  }
};

// A throw of 0.3 of the parameter rarely crosses from -1 to beyond 0: some of 400 do.
TEST(Hopping, LeavesAWellForALowerOneAndNeverGoesUpWhenItIsCold) {
  Left left;
  ASSERT_LT(left.walker.replica.theta[0], 0);
  left.walker.temperature = 1e-9;
  for (int i = 0; i < 400; ++i) {
    const double before = left.walker.objective();
    hop(left.walk, left.walker, 0.3, 1);
    EXPECT_LE(left.walker.objective(), before + 1e-7);  // 100 T: with probability e^-100 higher
  }
  EXPECT_GT(left.walker.replica.theta[0], 0);
}

TEST(Hopping, KeepsItsTemperature) {
  Left left;
  left.walker.temperature = 0.25;
  hop(left.walk, left.walker, 0.3, 1);
  EXPECT_EQ(left.walker.temperature, 0.25);
}

}  // namespace
}  // namespace temper
