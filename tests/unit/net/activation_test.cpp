// Every registered activation: value and slope against float64, the same bits at any place in a
// block, and NaN stays NaN.

#include "net/activation.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/floats.h"
#include "config/section.h"
#include "simd_paths.h"
#include "statistical/as_word.h"
#include "unit/net/reference_net.h"

namespace temper {
namespace {

struct Applied {
  Floats values, slopes;
};

/// An activation, and the instruction set to try it on.
class ActivationTest : public testing::TestWithParam<std::tuple<std::string, std::int64_t>> {
 protected:
  void SetUp() override { use_simd_path(std::get<1>(GetParam())); }
  void TearDown() override { use_simd_path(0); }

  static std::string name() { return std::get<0>(GetParam()); }

  Applied apply(Floats values) const {
    Floats slopes(values.size());
    activations().find(name())->make(Section::of("layer"))->apply(values, slopes);
    return {std::move(values), std::move(slopes)};
  }
  double reference(double x) const { return reference_activation(name(), x); }
};

/// -20 to 20, but not 0, where relu has no slope.
Floats grid() {
  Floats grid;
  for (int i = -20000; i < 20000; ++i) grid.push_back(static_cast<float>((i + 0.5) * 1e-3));
  return grid;
}

TEST_P(ActivationTest, ValueIsWithinAMillionth) {
  const Floats x = grid();
  const auto [values, slopes] = apply(x);
  for (std::size_t i = 0; i < x.size(); ++i)
    ASSERT_NEAR(values[i], reference(x[i]), 1e-6 * std::max(1.0f, std::abs(x[i]))) << x[i];
}

TEST_P(ActivationTest, SlopeIsTheDerivative) {
  constexpr double step = 1e-4;
  const Floats x = grid();
  const auto [values, slopes] = apply(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double at = x[i];
    const double slope = (reference(at + step) - reference(at - step)) / (2 * step);
    ASSERT_NEAR(slopes[i], slope, 2e-6) << at;
  }
}

TEST_P(ActivationTest, BitsDoNotDependOnThePlace) {
  const Floats x = grid();
  const auto whole = apply(x);
  for (const std::size_t i : {0u, 1u, 7u, 12345u, 39999u}) {
    const auto alone = apply({x[i]});
    EXPECT_EQ(alone.values[0], whole.values[i]) << i;
    EXPECT_EQ(alone.slopes[0], whole.slopes[i]);
  }
}

TEST_P(ActivationTest, NaNStaysNaN) {
  const auto applied = apply(Floats(9, std::numeric_limits<float>::quiet_NaN()));
  for (const float value : applied.values) EXPECT_TRUE(std::isnan(value));
}

TEST_P(ActivationTest, HugeInputsStayFinite) {
  const auto [values, slopes] = apply({-1e4f, 1e4f, -200.0f, 200.0f});
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_TRUE(std::isfinite(values[i]) && std::isfinite(slopes[i])) << i;
}

INSTANTIATE_TEST_SUITE_P(Every, ActivationTest,
                         testing::Combine(testing::ValuesIn(activations().names()),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         [](const auto& tested) {
                           return as_word(std::get<0>(tested.param)) + "_" +
                                  hwy::TargetName(std::get<1>(tested.param));
                         });

}  // namespace
}  // namespace temper
