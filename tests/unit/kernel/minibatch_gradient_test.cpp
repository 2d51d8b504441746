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

TEST(MinibatchGradient, EveryReplicaAndStepHasExamplesOfItsOwn) {
  const auto potential =
      potentials().find("linear-regression")->make(Section::of("potential", "points = 50"));
  std::vector<Replica> replicas(2);
  std::vector<Move> moves;
  for (std::uint32_t id = 0; id < replicas.size(); ++id) {
    replicas[id].id = id;
    replicas[id].theta.assign(potential->dim(), 2.0F);
    moves.push_back({&replicas[id], {1, Tempering::likelihood}, 0.1, {}});
  }
  for (const auto* const order : {"epoch", "replacement"}) {
    MinibatchGradient gradient(
        Section::of("kernel", std::string("batch = 5\norder = \"") + order + "\""));
    gradient.prepare(*potential, moves.size());
    const auto gradient_of = [&](std::uint32_t replica, std::uint64_t step) {
      const auto tasks = gradient.compute(moves, {.seed = 1, .total = step}, *potential);
      return std::vector<float>(tasks[replica].gradient.begin(), tasks[replica].gradient.end());
    };
    EXPECT_EQ(gradient_of(0, 7), gradient_of(0, 7));
    EXPECT_NE(gradient_of(0, 7), gradient_of(1, 7));
    EXPECT_NE(gradient_of(0, 7), gradient_of(0, 8));
  }
}

}  // namespace
}  // namespace temper
