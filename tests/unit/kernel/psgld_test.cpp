#include <gtest/gtest.h>

#include <cmath>

#include "config/section.h"
#include "kernel/kernel.h"
#include "potential/potentials.h"
#include "random/noise.h"

namespace temper {
namespace {

constexpr double T = 3, lr = 0.01, damping = 0.25;
constexpr std::size_t dim = 6;

struct Walker {
  std::unique_ptr<Kernel> kernel = kernels().find("psgld")->make(
      Section::of("kernel", "lr = 0.01\ndamping = 0.25\ndecay = 0.5\nadapt = 10"));
  std::unique_ptr<Potential> potential =
      potentials().find("gaussian")->make(Section::of("potential", "dim = 6"));
  Replica replica{0, Floats(dim), {Floats(dim)}, {0}, {}, {}};
  Move move{&replica, {T, Tempering::posterior}, lr, {}};

  Walker() { kernel->prepare(*potential, 1); }
  void step(const StepKey& key) { kernel->step({&move, 1}, key, *potential); }
  float mean_square() const { return replica.slots[0][0]; }
};

// At the mode nothing drifts, and a step is sqrt(2 lr T G / N) xi with G = 1 / damping.
TEST(Psgld, InjectsTheNoiseOfItsTemperature) {
  Walker walker;
  const StepKey key{.seed = 5};
  walker.step(key);
  Floats xi(dim);
  fill_noise(Noise::gaussian, key.rng(0), 0, xi);
  const double sd = std::sqrt(2 * lr * T / damping);
  for (std::size_t i = 0; i < dim; ++i)
    EXPECT_NEAR(walker.replica.theta[i], sd * double{xi[i]}, 1e-5 * sd);
}

// v follows theta for `adapt` steps, or until warm-up ends if that is sooner.
TEST(Psgld, FreezesItsPreconditionerAtTheEndOfWarmUp) {
  for (const std::uint64_t warmup : {0u, 4u}) {
    Walker walker;
    walker.kernel->freeze_after(warmup);
    const std::uint64_t last = warmup == 0 ? 10 : warmup;
    float before = -1;
    for (std::uint64_t total = 0; total < last; ++total) {
      before = walker.mean_square();
      walker.step({.seed = 5, .step = static_cast<std::uint32_t>(total), .total = total});
    }
    EXPECT_NE(walker.mean_square(), before);
    const float frozen = walker.mean_square();
    walker.step({.seed = 5, .step = 99, .total = last});
    EXPECT_EQ(walker.mean_square(), frozen) << warmup;
  }
}

}  // namespace
}  // namespace temper
