#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/errors.h"
#include "config/section.h"
#include "kernel/heat.h"
#include "kernel/kernel.h"
#include "kernel/prior_stiffness.h"
#include "potential/potentials.h"

namespace temper {
namespace {

std::unique_ptr<Kernel> make_sgd(const std::string& toml) {
  return kernels().find("sgd")->make(Section::of("kernel", toml));
}

std::unique_ptr<Potential> regression() {
  return potentials().find("linear-regression")->make(Section::of("potential", "points = 50"));
}

std::string refusal(const std::string& toml) {
  const auto potential = regression();
  const auto kernel = make_sgd(toml);
  Replica replica{0, Floats(5), {Floats(5)}, {}, {}, {}};
  Move move{&replica, {}, kernel->step_size(), {}};
  try {
    kernel->prepare(*potential, 1);
    kernel->step({&move, 1}, {}, *potential);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Sgd, RefusesABatchLargerThanTheData) {
  EXPECT_NE(refusal("batch = 51").find("batch: 51 examples, but there are 50; \"full\""),
            std::string::npos);
  EXPECT_EQ(refusal("batch = 50"), "");
  EXPECT_EQ(refusal("batch = \"full\""), "");
}

// The usual batch of 256 is more than these data have: it shrinks, since nobody asked for it.
TEST(Sgd, FitsItsOwnBatchToTheData) { EXPECT_EQ(refusal(""), ""); }

TEST(Sgd, RefusesAnInfiniteTemperature) {
  EXPECT_THROW(make_sgd("")->check({infinity, Tempering::likelihood}), UsageError);
  EXPECT_NO_THROW(make_sgd("")->check({0, Tempering::likelihood}));
}

TEST(Sgd, NoiseLevelsAndTemperaturesAreTwoNamesOfOneThing) {
  const auto potential = regression();
  const auto kernel = make_sgd("lr = 0.02\nmomentum = 0.8");
  EXPECT_DOUBLE_EQ(noise_level(*kernel, 3, *potential), std::sqrt(2 * 0.02 * 0.2 * 3 / 50));
  EXPECT_DOUBLE_EQ(temperature_of(*kernel, noise_level(*kernel, 3, *potential), *potential), 3);
}

// A curvature h of U/N makes theta hotter by lr h / (2 (1 + mu)); a rung may be off by 2 %, and the
// curvature of the data comes on top of the prior's.
TEST(Sgd, StepsOfHotRungsHeatThePriorByHalfAPerCent) {
  const auto potential = regression();
  const auto kernel = make_sgd("lr = 0.02\nmomentum = 0.8");
  const double T = 1e6, h = T * prior_stiffness(*potential) / 50;
  const double step = kernel->step_size_on({T, Tempering::likelihood}, *potential);
  EXPECT_NEAR(step * h / (2 * 1.8), 0.005, 1e-12);
  EXPECT_EQ(kernel->step_size_on({1, Tempering::likelihood}, *potential), 0.02);
  EXPECT_EQ(kernel->step_size_on({T, Tempering::posterior}, *potential), 0.02);
}

TEST(Sgd, WithoutNoiseHasNoNoiseLevel) {
  EXPECT_TRUE(std::isnan(noise_level(*make_sgd("noise = \"none\""), 3, *regression())));
}

/// The momentum of 1 after a change of rung.
float rescaled(const Move& from, const Move& to) {
  Replica replica{0, {}, {Floats{1}}, {}, {}, {}};
  make_sgd("")->change_rung(replica, from, to);
  return replica.slots[0][0];
}

Move rung(double temperature, double step_size) {
  return {nullptr, {temperature, Tempering::likelihood}, step_size, {}};
}

TEST(Sgd, RescalesMomentumByTemperatureAndStepSize) {
  EXPECT_FLOAT_EQ(rescaled(rung(1, 0.1), rung(4, 0.1)), 2);
  EXPECT_FLOAT_EQ(rescaled(rung(1, 0.1), rung(1, 0.9)), 3);
  EXPECT_FLOAT_EQ(rescaled(rung(1, 0.1), rung(0, 0.1)), 0);
  EXPECT_FLOAT_EQ(rescaled(rung(0, 0.1), rung(5, 0.3)), 3);
}

TEST(Sgd, MomentumComesBackFromTheReferenceRungAsItWent) {
  const float away = rescaled(rung(2, 0.1), rung(infinity, 0.1));
  EXPECT_FLOAT_EQ(away * rescaled(rung(infinity, 0.1), rung(2, 0.1)), 1);
}

}  // namespace
}  // namespace temper
