// Minima and saddles that are known: of a double well, and of a small network.

#include "landscape/polish.h"

#include <gtest/gtest.h>

#include <cmath>

#include "config/section.h"
#include "landscape/critical_point.h"
#include "potential/potentials.h"
#include "unit/posterior/small_data.h"

namespace temper {
namespace {

class DoubleWellLandscape : public testing::Test {
 protected:
  std::unique_ptr<Potential> well =
      potentials()
          .find("double-well")
          ->make(Section::of("potential", "type = \"double-well\"\ndim = 2\nprior_sd = 10"));
  Views views{Objective(*well), Objective(*well)};
};

double slope_at(Objective& objective, double x) {
  std::vector<float> theta = {static_cast<float>(x), 0}, gradient(2);
  objective.gradient(theta, gradient);
  return gradient[0];
}

TEST_F(DoubleWellLandscape, EachSideHasItsMinimum) {
  for (const float x : {3.0f, -3.0f}) {
    const auto polished = polish(views, std::vector<float>{x, 1}, {});
    EXPECT_LT(polished.end.gradient_norm, 1e-4);
    EXPECT_EQ(polished.end.spectrum.index, 0);
    EXPECT_NEAR(polished.end.theta[1], 0, 1e-4);
    EXPECT_NEAR(polished.end.theta[0], x, 1.1);
    EXPECT_NEAR(slope_at(views.whole, polished.end.theta[0]), 0, 1e-4);
  }
}

TEST_F(DoubleWellLandscape, ASaddleIsNoPlaceToStay) {
  // The top of the barrier, where the gradient is zero already.
  const auto saddle = find_critical_point(views.whole, std::vector<float>{0.1f, 0.2f}, {});
  const auto examined = examine(views, saddle.theta, {});
  ASSERT_LT(saddle.gradient_norm, 1e-4);
  ASSERT_NEAR(saddle.theta[0], 0, 0.1);
  ASSERT_EQ(examined.spectrum.index, 1);
  EXPECT_LT(examined.spectrum.lowest.front(), 0);
  EXPECT_GT(examined.spectrum.highest.front(), 0);

  const auto polished = polish(views, saddle.theta, {});
  EXPECT_EQ(polished.end.spectrum.index, 0);
  EXPECT_NEAR(std::abs(polished.end.theta[0]), 2, 0.1);
}

TEST(Polish, OfANetworkEndsAtAMinimum) {
  const auto posterior = small_posterior(small_classification(120), "[[layer]]\nunits = 5\n");
  Views views{Objective(*posterior), Objective(*posterior)};
  std::vector<float> theta(posterior->dim());
  Rng rng({5, Stream::init});
  posterior->initialise(theta, rng);
  const double before = views.whole.value(theta);
  const auto polished = polish(views, theta, {.most_gradients = 1000});
  EXPECT_LT(polished.end.value(), before);
  EXPECT_LT(polished.end.gradient_norm, 1e-3);
  EXPECT_EQ(polished.end.spectrum.index, 0);

  ASSERT_GE(polished.way.size(), 4u);
  for (std::size_t i = 0; i < polished.way.size(); ++i) {
    EXPECT_EQ(polished.way[i].gradients, std::uint64_t{1} << i);
    EXPECT_GE(polished.way[i].value, polished.end.value() - 1e-6);
    EXPECT_LE(polished.way[i].value, polished.way[i == 0 ? 0 : i - 1].value);
  }
}

TEST(Polish, EndsWithItsBudget) {
  const auto posterior = small_posterior(small_classification(120), "[[layer]]\nunits = 5\n");
  Objective objective(*posterior);
  std::vector<float> theta(posterior->dim(), 0.1f);
  std::size_t n = 0;
  const Slope slope = [&](std::span<const float> x, std::span<float> gradient) {
    ++n;
    return objective.gradient(x, gradient);
  };
  const auto descent = descend(slope, theta, {.most_gradients = 17, .tolerance = 0});
  EXPECT_EQ(n, 17u);
  EXPECT_EQ(descent.gradients, 17u);
}

TEST(Examined, RoundingOfThetaBoundsTheGradient) {
  Examined point{.theta = {3, 4}};
  point.spectrum.highest = {1000, 1};
  EXPECT_DOUBLE_EQ(rounding_gradient(point), 5 * 1000 * std::ldexp(1.0, -24));
}

TEST(Examined, IsTheSameAfterTheJourneyBetweenRanks) {
  const auto posterior = small_posterior(small_classification(40), "[[layer]]\nunits = 5\n");
  Views views{Objective(*posterior), Objective(*posterior, spread_examples(40, 10))};
  const std::vector<float> theta(posterior->dim(), 0.3f);
  const auto point = examine(views, theta, {});
  const auto n_metrics = posterior->metric_names().size();
  const auto numbers = pack(point, {});
  ASSERT_EQ(numbers.size(), packed_size(theta.size(), n_metrics, {}));
  const auto back = unpack(numbers, theta.size(), n_metrics, {});
  EXPECT_EQ(back.theta, point.theta);
  EXPECT_EQ(back.value(), point.value());
  EXPECT_EQ(back.metrics, point.metrics);
  EXPECT_EQ(back.spectrum.all, point.spectrum.all);
  EXPECT_EQ(back.spectrum.lowest, point.spectrum.lowest);
  EXPECT_EQ(back.spectrum.index, point.spectrum.index);
}

}  // namespace
}  // namespace temper
