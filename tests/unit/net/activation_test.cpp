// Every registered activation: value and slope against float64, the same bits at any place in a
// block, and NaN stays NaN.

#include "net/activation.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/floats.h"
#include "config/section.h"
#include "net/exponential.h"
#include "unit/net/reference_net.h"

namespace temper {
namespace {

struct Applied {
  Floats values, slopes;
};

class ActivationTest : public testing::TestWithParam<std::string> {
 protected:
  Applied apply(Floats values) const {
    Floats slopes(values.size());
    activations().find(GetParam())->make(Section::of("layer"))->apply(values, slopes);
    return {std::move(values), std::move(slopes)};
  }
  double reference(double x) const { return reference_activation(GetParam(), x); }
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
    EXPECT_EQ(alone.values[0], whole.values[i]);
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

INSTANTIATE_TEST_SUITE_P(Every, ActivationTest, testing::ValuesIn(activations().names()),
                         [](const auto& tested) { return tested.param; });

TEST(Exponential, IsWithinTwoUnitsInTheLastPlace) {
  for (double x = -87.2; x < 88.2; x += 0.00137) {
    const auto at = static_cast<float>(x);
    const double truth = std::exp(static_cast<double>(at));
    ASSERT_NEAR(exponential(at), truth, 2 * 0x1p-23 * truth) << at;
  }
}

TEST(Exponential, OfZeroIsOne) { EXPECT_EQ(exponential(0.0f), 1.0f); }

}  // namespace
}  // namespace temper
