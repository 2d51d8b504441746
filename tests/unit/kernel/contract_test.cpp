// What every kernel of the registry promises the engine.

#include <gtest/gtest.h>

#include <string>

#include "statistical/as_word.h"
#include "statistical/kernel/ensemble.h"
#include "unit/counted_allocations.h"

namespace temper {
namespace {

class KernelContract : public testing::TestWithParam<std::string> {
 protected:
  /// A rung that the kernel can serve.
  static Target target() {
    const auto kernel = make_kernel(GetParam());
    for (const double temperature : {2.0, 0.0})
      if (serves(*kernel, {temperature, Tempering::likelihood}))
        return {temperature, Tempering::likelihood};
    return {infinity, Tempering::likelihood};
  }
  static std::unique_ptr<AnalyticPotential> potential() {
    return make_analytic("linear-regression", "points = 300\ndim = 70");
  }
};

TEST_P(KernelContract, StepsDoNotAllocate) {
  const auto kernel = make_kernel(GetParam());
  const auto regression = potential();
  const Target rung = target();
  Ensemble ensemble(*kernel, *regression, rung, 20);
  ensemble.step(1);
  const std::size_t before = n_allocations;
  ensemble.step(3);
  ensemble.change_rung(rung, kernel->step_size());
  ensemble.step(3);
  EXPECT_EQ(n_allocations, before);
}

TEST_P(KernelContract, GroupingChangesNoBit) {
  const auto kernel = make_kernel(GetParam());
  const auto regression = potential();
  Ensemble together(*kernel, *regression, target(), 20), alone(*kernel, *regression, target(), 20);
  together.step(7);
  for (std::size_t i = 20; i-- > 0;) {
    auto& move = alone.moves()[i];
    for (std::uint32_t s = 0; s < 7; ++s) kernel->step({&move, 1}, together.key(s), *regression);
    EXPECT_EQ(move.replica->theta, together.replicas()[i].theta) << "replica " << i;
    EXPECT_EQ(move.replica->slots, together.replicas()[i].slots) << "replica " << i;
    EXPECT_EQ(move.replica->scalars, together.replicas()[i].scalars) << "replica " << i;
  }
}

TEST_P(KernelContract, KeepsTheEnergyIfItSaysSo) {
  const auto kernel = make_kernel(GetParam());
  if (!kernel->keeps_energy()) return;
  const auto regression = potential();
  Ensemble ensemble(*kernel, *regression, target(), 5);
  ensemble.step(7);
  for (const auto& replica : ensemble.replicas()) {
    const Energy energy = regression->energy(replica.theta);
    EXPECT_NEAR(replica.energy.U, energy.U, 1e-9 * std::abs(energy.U));
    EXPECT_NEAR(replica.energy.V, energy.V, 1e-9 * std::abs(energy.V));
  }
}

INSTANTIATE_TEST_SUITE_P(Registry, KernelContract, testing::ValuesIn(kernels().names()), AsWord());

}  // namespace
}  // namespace temper
