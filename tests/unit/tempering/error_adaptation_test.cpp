// Steps that adapt by the energy error: where they arrive, from how far, and that a checkpoint
// keeps them.

#include "tempering/error_adaptation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A rung on which steps of 0.01 have an error² of 1 per parameter; hopeless beyond 1,000.
double log_error_of(double step) { return std::min(std::log(1000.0), 6 * std::log(step / 0.01)); }

double step_at(double error) { return 0.01 * std::pow(error, 1.0 / 6); }

TEST(ErrorAdaptation, ArrivesFromFarOffOnEitherSide) {
  const double target = std::log(0.1);
  for (const double guess : {1.0, 0.05, 1e-5}) {
    ErrorAdaptation steps({guess});
    for (int sweep = 0; sweep < 200; ++sweep)  // the default warm-up
      steps.update({log_error_of(steps.exploring()[0])}, target, target);
    EXPECT_NEAR(steps.exploring()[0] / step_at(0.1), 1, 1e-3) << guess;
    EXPECT_NEAR(steps.averaged()[0] / step_at(0.1), 1, 0.02) << guess;
  }
}

// While the target falls, the average is of what each sweep would say at the final one.
TEST(ErrorAdaptation, AveragesAtTheFinalTarget) {
  ErrorAdaptation steps({0.01});
  constexpr int n = 200;
  for (int sweep = 1; sweep <= n; ++sweep) {
    const double target = std::log(0.5) + std::log(0.1 / 0.5) * sweep / n;
    steps.update({log_error_of(steps.exploring()[0])}, target, std::log(0.1));
  }
  EXPECT_NEAR(steps.averaged()[0] / step_at(0.1), 1, 0.02);
}

TEST(ErrorAdaptation, ARungWithoutStepsStaysAsItIs) {
  ErrorAdaptation steps({0.01, 0.02});
  steps.update({nan, std::log(0.1)}, std::log(0.1), std::log(0.1));
  EXPECT_DOUBLE_EQ(steps.exploring()[0], 0.01);
  EXPECT_DOUBLE_EQ(steps.exploring()[1], 0.02);
}

TEST(ErrorAdaptation, GoesOnFromACheckpointToTheSameBits) {
  ErrorAdaptation steps({0.3, 0.001});
  const auto update = [](ErrorAdaptation& of) {
    const auto step = of.exploring();
    of.update({log_error_of(step[0]), log_error_of(step[1])}, std::log(0.3), std::log(0.1));
  };
  for (int sweep = 0; sweep < 7; ++sweep) update(steps);
  ErrorAdaptation restored({1, 1});
  restored.restore(steps.save());
  update(steps);
  update(restored);
  EXPECT_EQ(restored.exploring(), steps.exploring());
  EXPECT_EQ(restored.averaged(), steps.averaged());
}

}  // namespace
}  // namespace temper
