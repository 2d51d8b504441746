// Likelihoods on a box: gradients against differences, evidence against sums over a grid.

#include "potential/box_potential.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "config/section.h"
#include "potential/potentials.h"
#include "statistical/as_word.h"

namespace temper {
namespace {

std::unique_ptr<Potential> make(const std::string& name, int dim) {
  return potentials().find(name)->make(Section::of("potential", "dim = " + std::to_string(dim)));
}

class BoxPotentials : public testing::TestWithParam<std::string> {};

TEST_P(BoxPotentials, GradientIsThatOfTheEnergy) {
  const auto potential = make(GetParam(), 4);
  Rng rng({1, Stream::init});
  std::vector<float> theta(4), gradient(4);
  for (int point = 0; point < 20; ++point) {
    potential->draw_prior(theta, rng);
    potential->gradient(theta, {}, {0.3, 1}, gradient);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto energy_at = [&](float element) {
        auto moved = theta;
        moved[i] = element;
        const Energy energy = potential->energy(moved);
        return 0.3 * energy.U + energy.V;
      };
      const float low = theta[i] - 1e-3F, high = theta[i] + 1e-3F;
      const double slope = (energy_at(high) - energy_at(low)) / (double{high} - low);
      EXPECT_NEAR(gradient[i], slope, 2e-3 * (1 + std::abs(slope))) << "parameter " << i;
    }
  }
}

/// ln of the mean likelihood over the box in two dimensions.
double log_Z(Potential& potential) {
  constexpr double step = 0.01, widest = 5;
  double sum = 0, most = -1e300;
  for (const bool sums : {false, true})
    for (double a = -widest; a < widest; a += step)
      for (double b = -widest; b < widest; b += step) {
        const Energy energy =
            potential.energy(std::vector<float>{static_cast<float>(a), static_cast<float>(b)});
        if (sums)
          sum += std::exp(-energy.U - energy.V - most);
        else
          most = std::max(most, -energy.U - energy.V);
      }
  return most + std::log(sum * step * step);
}

INSTANTIATE_TEST_SUITE_P(All, BoxPotentials, testing::Values("gaussian-shells", "egg-box"),
                         AsWord());

TEST(GaussianShells, HasTheEvidenceOfTheLiterature) {
  EXPECT_NEAR(log_Z(*make("gaussian-shells", 2)), -1.746, 0.002);
}

TEST(EggBox, HasTheEvidenceOfTheLiterature) {
  EXPECT_NEAR(log_Z(*make("egg-box", 2)), 235.856, 0.01);
}

}  // namespace
}  // namespace temper
