#include "tempering/step_adaptation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace temper {
namespace {

// A kernel whose acceptance is exp(-step / scale) by rung: the step that suits is known.
TEST(StepAdaptation, FindsTheStepOfTheTargetAcceptanceOnEachRung) {
  const std::vector<double> scale = {0.02, 1.0, 40.0};
  StepAdaptation adaptation({0.1, 0.1, 0.1}, 0.8);
  for (int sweep = 0; sweep < 400; ++sweep) {
    const auto step = adaptation.exploring();
    std::vector<double> accept_prob;
    for (std::size_t k = 0; k < 3; ++k) accept_prob.push_back(std::exp(-step[k] / scale[k]));
    adaptation.update(accept_prob);
  }
  const auto step = adaptation.averaged();
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_NEAR(std::exp(-step[k] / scale[k]), 0.8, 0.02) << "rung " << k;
}

TEST(StepAdaptation, ARungWithoutTestsKeepsItsStep) {
  StepAdaptation adaptation({0.1, 0.3}, 0.8);
  adaptation.update({0.5, std::numeric_limits<double>::quiet_NaN()});
  EXPECT_DOUBLE_EQ(adaptation.exploring()[1], 0.3);
  EXPECT_DOUBLE_EQ(adaptation.averaged()[1], 0.3);
}

TEST(StepAdaptation, GoesOnFromWhatItSaved) {
  StepAdaptation adaptation({0.1, 0.3}, 0.8), copy({0.1, 0.3}, 0.8);
  for (const double accept_prob : {0.2, 0.9, 0.5}) adaptation.update({accept_prob, 0.7});
  copy.restore(adaptation.save());
  adaptation.update({0.4, 0.6});
  copy.update({0.4, 0.6});
  EXPECT_EQ(copy.exploring(), adaptation.exploring());
  EXPECT_EQ(copy.averaged(), adaptation.averaged());
}

}  // namespace
}  // namespace temper
