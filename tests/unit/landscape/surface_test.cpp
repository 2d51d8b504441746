// Planes, paths and clusters.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/dot.h"
#include "landscape/clusters.h"
#include "landscape/path.h"
#include "landscape/plane.h"
#include "landscape/polish.h"
#include "unit/posterior/small_data.h"

namespace temper {
namespace {

TEST(Clusters, AreNumberedByTheirLowestValue) {
  const std::vector<std::vector<double>> functions = {{0, 1}, {5, 5}, {0, 1.1}, {5, 5.1}, {9, 9}};
  const std::vector<double> values = {3, 2, 4, 1, 7};
  const auto clusters = cluster_by_function(functions, values, 2, 0.06);
  EXPECT_EQ(clusters, (std::vector<std::size_t>{1, 0, 1, 0, 2}));
  const auto apart = cluster_by_function(functions, values, 2, 0.04);
  EXPECT_EQ(apart, (std::vector<std::size_t>{2, 1, 3, 0, 4}));
}

TEST(Plane, RowsOfADirectionAreAsLongAsThoseOfTheta) {
  const auto posterior = small_posterior(small_classification(40), "[[layer]]\nunits = 5\n");
  std::vector<float> theta(posterior->dim());
  for (std::size_t i = 0; i < theta.size(); ++i) theta[i] = 0.1f * static_cast<float>(i);
  const auto direction = filter_normalised(theta, posterior->layout(), {1, Stream::landscape});
  for (const auto& block : posterior->layout()) {
    const bool is_bias = block.shape.size() == 1;
    const std::size_t n_rows = block.shape[0], n = is_bias ? 1 : block.shape[1];
    for (std::size_t row = 0; row < n_rows; ++row) {
      const auto at = block.offset + row * n;
      const double length = norm_of(std::span(direction).subspan(at, n));
      EXPECT_NEAR(length, is_bias ? 0 : norm_of(std::span(theta).subspan(at, n)), 1e-5)
          << block.name << " " << row;
    }
  }
}

TEST(Plane, ThroughThreePointsHoldsThem) {
  const std::vector<float> a = {1, 0, 0, 2}, b = {0, 2, 0, 1}, c = {3, 1, -1, 0};
  const auto plane = plane_through(a, b, c, 5);
  for (const auto& point : {a, b, c}) {
    const auto [x, y] = place_on(plane, point);
    const auto there = plane.at(x, y);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(there[i], point[i], 1e-5);
    EXPECT_GE(x, plane.x.front());
    EXPECT_LE(x, plane.x.back());
    EXPECT_LE(y, plane.y.back());
  }
  EXPECT_NEAR(place_on(plane, b).x, 1, 1e-6);
}

/// The same network with its hidden units in another order: one function, two places.
std::vector<float> reordered(std::vector<float> theta) {
  const auto swap_units = [&](std::size_t one, std::size_t other) {
    for (std::size_t i = 0; i < 3; ++i) std::swap(theta[3 * one + i], theta[3 * other + i]);
    std::swap(theta[15 + one], theta[15 + other]);
    for (std::size_t out = 0; out < 3; ++out)
      std::swap(theta[20 + 5 * out + one], theta[20 + 5 * out + other]);
  };
  swap_units(0, 1);
  swap_units(2, 3);
  return theta;
}

TEST(Path, CurveIsLowerThanTheLineBetweenTwoOrdersOfTheUnits) {
  const auto posterior = small_posterior(small_classification(120), "[[layer]]\nunits = 5\n");
  Views views{Objective(*posterior), Objective(*posterior)};
  std::vector<float> start(posterior->dim());
  Rng rng({5, Stream::init});
  posterior->initialise(start, rng);
  const auto a = polish(views, start, {.most_gradients = 500}).end.theta;
  const auto b = reordered(a);
  ASSERT_NEAR(views.whole.value(a), views.whole.value(b), 1e-4);

  const auto path = find_path(views.whole, a, b, {});
  EXPECT_NEAR(path.straight.front(), path.curved.front(), 1e-6);
  EXPECT_NEAR(path.straight.back(), views.whole.value(b), 1e-6);
  EXPECT_GT(barrier_of(path.straight), 1);
  EXPECT_LT(barrier_of(path.curved), 0.5 * barrier_of(path.straight));

  std::vector<double> one(40), other(40);
  posterior->pointwise(a, std::vector<std::uint32_t>(40, 7), one);
  posterior->pointwise(b, std::vector<std::uint32_t>(40, 7), other);
  EXPECT_EQ(cluster_by_function({one, other}, std::vector<double>{1, 1}, 40, 0.01),
            (std::vector<std::size_t>{0, 0}));
}

TEST(Path, EndsOfACurveAreItsPoints) {
  const std::vector<float> a = {1, 2}, bend = {5, 5}, b = {-1, 0};
  EXPECT_EQ(on_curve(a, bend, b, 0), a);
  EXPECT_EQ(on_curve(a, bend, b, 1), b);
  EXPECT_EQ(on_curve(a, bend, b, 0.5), (std::vector<float>{2.5f, 3.0f}));
}

}  // namespace
}  // namespace temper
