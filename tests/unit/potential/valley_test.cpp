// The valley's minima are where they are said to be, and only the deeper one is global; minibatches
// have curves of their own that cancel over the data set.

#include "potential/valley.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "config/section.h"

namespace temper {
namespace {

double U_at(Valley& valley, double x) {
  const std::array theta = {static_cast<float>(x)};
  return valley.energy(theta).U;
}

TEST(Valley, HasTwoMinimaWithABarrierBetweenThem) {
  Valley valley(Section::of("potential"));
  constexpr double step = 1e-3;
  std::vector<double> minima, maxima;
  for (double x = -3; x < 4.5; x += step) {
    const double before = U_at(valley, x - step), here = U_at(valley, x),
                 after = U_at(valley, x + step);
    if (here < before && here <= after) minima.push_back(x);
    if (here > before && here >= after) maxima.push_back(x);
  }
  ASSERT_EQ(minima.size(), 2u);
  ASSERT_EQ(maxima.size(), 1u);
  EXPECT_NEAR(minima[0], Valley::local, 2 * step);
  EXPECT_NEAR(maxima[0], Valley::barrier, 2 * step);
  EXPECT_NEAR(minima[1], Valley::global, 2 * step);
}

TEST(Valley, TheGlobalMinimumIsDeeperAndWider) {
  Valley valley(Section::of("potential"));
  EXPECT_NEAR(U_at(valley, Valley::global), Valley::U_global, 1e-6);
  EXPECT_GT(U_at(valley, Valley::local), 2 * Valley::U_global);
  const auto rise = [&](double minimum) {
    return U_at(valley, minimum - 0.1) - U_at(valley, minimum);
  };
  EXPECT_GT(rise(Valley::local), 5 * rise(Valley::global));
}

TEST(Valley, TheFirstStartLiesBesideTheLocalMinimum) {
  const Valley valley(Section::of("potential"));
  std::array<float, 1> theta{};
  std::size_t n_global = 0;
  constexpr std::uint32_t n_starts = 200;
  for (std::uint32_t seed = 0; seed < n_starts; ++seed) {
    Rng rng({seed, Stream::init});
    valley.initialise_first(theta, rng);
    EXPECT_LT(theta[0], Valley::barrier);
    valley.initialise(theta, rng);
    if (theta[0] > Valley::barrier) ++n_global;
  }
  EXPECT_GT(n_global, n_starts / 4);
  EXPECT_LT(n_global, n_starts);
}

TEST(Valley, CurvesOfExamplesCancel) {
  Valley valley(Section::of("potential", "points = 24"));
  std::array<float, 1> gradient{};
  for (const float x : {-1.6F, -0.2F, 2.5F}) {
    const std::array theta = {x};
    std::vector<double> U(24);
    valley.pointwise(theta, {}, U);
    double sum = 0, slope_sum = 0;
    for (std::uint32_t i = 0; i < 24; ++i) {
      sum += U[i];
      const Energy one = valley.gradient(theta, {&i, 1}, {1, 0}, gradient);
      EXPECT_NEAR(one.U, 24 * U[i], 1e-9);
      slope_sum += gradient[0] / 24;
    }
    EXPECT_NEAR(sum, valley.energy(theta).U, 1e-9);
    valley.gradient(theta, {}, {1, 0}, gradient);
    EXPECT_NEAR(slope_sum, gradient[0], 1e-4);
  }
}

TEST(Valley, SomeExamplesHaveNoBarrier) {
  Valley valley(Section::of("potential", "points = 24"));
  std::array<float, 1> gradient{};
  std::size_t n_open = 0;
  for (std::uint32_t i = 0; i < 24; ++i) {
    bool is_open = true;  // all the way down to the right
    for (double x = Valley::local; x < Valley::barrier; x += 0.01) {
      const std::array theta = {static_cast<float>(x)};
      valley.gradient(theta, {&i, 1}, {1, 0}, gradient);
      is_open = is_open && gradient[0] < 0;
    }
    if (is_open) ++n_open;
  }
  EXPECT_GT(n_open, 0u);
  EXPECT_LT(n_open, 24u);
}

}  // namespace
}  // namespace temper
