#include "kernel/minibatch_gradient.h"

#include <gtest/gtest.h>

#include "potential/potentials.h"

namespace temper {
namespace {

// The drift has the prior's part: T grad V under likelihood tempering, grad V under posterior.
TEST(MinibatchGradient, HasThePriorInItsDrift) {
  const auto potential =
      potentials().find("linear-regression")->make(Section::of("potential", "points = 50"));
  const auto dim = potential->dim();
  Replica replica;
  replica.theta.assign(dim, 2.0F);
  MinibatchGradient gradient(Section::of("kernel", "batch = \"full\""));
  gradient.prepare(*potential, 1);
  Floats of_U(dim), of_V(dim);
  potential->gradient(replica.theta, {}, {1, 0}, of_U);
  potential->gradient(replica.theta, {}, {0, 1}, of_V);
  for (const auto tempering : {Tempering::likelihood, Tempering::posterior}) {
    const Move move{&replica, {3, tempering}, 0.1, {}};
    const auto tasks = gradient.compute({&move, 1}, {}, *potential);
    const float weight = tempering == Tempering::likelihood ? 3 : 1;
    for (std::size_t i = 0; i < dim; ++i) {
      EXPECT_NE(of_V[i], 0);
      EXPECT_NEAR(tasks[0].gradient[i], of_U[i] + weight * of_V[i], 1e-3);
    }
  }
}

}  // namespace
}  // namespace temper
