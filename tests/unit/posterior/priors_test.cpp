// Every prior of the registry: its density integrates to one, its draws are of that density, its
// gradient is that of V. A new prior is covered without an edit here.

#include <gtest/gtest.h>

#include <cmath>

#include "base/floats.h"
#include "config/section.h"
#include "posterior/prior.h"
#include "posterior/width.h"
#include "statistical/as_word.h"

namespace temper {
namespace {

/// Two outputs of three inputs, two biases, and one parameter with a belief of its own.
const std::vector<Block> blocks = {
    {"layer0.weight", {2, 3}, {3, 2}, zeros(), {}, 0},
    {"layer0.bias", {2}, {}, zeros(), {}, 6},
    {"loss.log_sd", {1}, {}, zeros(), NormalBelief{-1, 0.5}, 8},
};
const std::vector<Block> one_weight = {{"weight", {1}, {1, 1}, zeros(), {}, 0}};

std::size_t dim_of(const Prior& prior, const std::vector<Block>& of_network) {
  std::size_t dim = of_network.back().offset + volume(of_network.back().shape);
  for (const Block& block : prior.own_blocks()) dim += volume(block.shape);
  return dim;
}

Floats drawn(const Prior& prior, std::size_t dim, std::uint32_t index) {
  Rng rng({5, Stream::reference, index});
  Floats theta(dim);
  prior.draw(theta, rng);
  return theta;
}

class Priors : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Prior> make(const std::vector<Block>& of, const std::string& toml = "") const {
    return priors().find(GetParam())->make(Section::of("prior", toml), of);
  }
};

TEST_P(Priors, GradientIsThatOfV) {
  const auto prior = make(blocks);
  auto theta = drawn(*prior, dim_of(*prior, blocks), 3);
  Floats gradient(theta.size());
  prior->gradient(theta, 0.5, gradient);
  for (std::size_t i = 0; i < theta.size(); ++i) {
    const float here = theta[i], step = 1e-3f;
    theta[i] = here + step;
    const double right = theta[i], above = prior->energy(theta);
    theta[i] = here - step;
    const double left = theta[i], below = prior->energy(theta);
    theta[i] = here;
    EXPECT_NEAR(gradient[i], 0.5 * (above - below) / (right - left),
                2e-3 * (1 + std::abs(gradient[i])))
        << "parameter " << i;
  }
}

/// Sums of exp(-V), and of it where |weight| < 1/2, on a grid of one weight and its own sd.
std::pair<double, double> sums_on_grid(const Prior& prior, std::size_t dim) {
  const bool has_sd = dim == 2;
  const double cell = has_sd ? 0.02 : 0.001, reach = has_sd ? 60 : 1000;
  double all = 0, inner = 0;
  Floats theta(dim);
  for (double s = has_sd ? -6 : 0; s < (has_sd ? 6 : 0.5); s += has_sd ? 0.05 : 1)
    for (double weight = -reach + cell / 2; weight < reach; weight += cell) {
      theta[0] = static_cast<float>(weight);
      if (has_sd) theta[1] = static_cast<float>(s);
      const double density = std::exp(-prior.energy(theta)) * cell * (has_sd ? 0.05 : 1);
      all += density;
      if (std::abs(weight) < 0.5) inner += density;
    }
  return {all, inner};
}

TEST_P(Priors, DensityIntegratesToOneAndDrawsAreOfIt) {
  // Narrow scales make a sum over a grid of 0.02 wrong by less than 2 %.
  const auto prior = make(one_weight, GetParam() == "hierarchical" ? "spread = 0.7\n" : "");
  const std::size_t dim = dim_of(*prior, one_weight);
  const auto [all, inner] = sums_on_grid(*prior, dim);
  EXPECT_NEAR(all, 1, 2e-3);
  constexpr std::uint32_t n_draws = 20'000;
  double n_inner = 0;
  for (std::uint32_t i = 0; i < n_draws; ++i) n_inner += std::abs(drawn(*prior, dim, i)[0]) < 0.5f;
  // A right prior is beyond 4.5 standard errors for 1 seed in 147,000.
  EXPECT_NEAR(n_inner / n_draws, inner / all,
              4.5 * std::sqrt(inner * (1 - inner) / n_draws) + 2e-3);
}

TEST_P(Priors, BlocksWithABeliefKeepIt) {
  const auto prior = make(blocks);
  auto theta = drawn(*prior, dim_of(*prior, blocks), 4);
  theta[8] = -1;
  const double at_mean = prior->energy(theta);
  theta[8] = -1 + 0.5f * 2;
  EXPECT_NEAR(prior->energy(theta) - at_mean, 2, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Registry, Priors, testing::ValuesIn(priors().names()), AsWord());

TEST(Width, Rules) {
  EXPECT_DOUBLE_EQ(width_by_rule("1/sqrt(fan_in)", 4), 0.5);
  EXPECT_DOUBLE_EQ(width_by_rule("sqrt(2 / fan_in)", 8), 0.5);
  EXPECT_DOUBLE_EQ(width_by_rule("0.5/fan_in", 2), 0.25);
  EXPECT_DOUBLE_EQ(width_by_rule("sqrt(fan_in)", 9), 3);
  EXPECT_DOUBLE_EQ(width_by_rule("2", 9), 2);
  for (const auto* wrong : {"", "fast", "1/", "1/fan_out", "-1", "sqrt(-1)", "1/sqrt(fan_in", "0"})
    EXPECT_TRUE(std::isnan(width_by_rule(wrong, 4))) << wrong;
}

TEST(Width, GroupsComeFirstAndTheFirstThatFitsCounts) {
  const auto widths =
      read_widths(Section::of("prior",
                              "sd = '1/sqrt(fan_in)'\n[[group]]\nblocks = '*.bias'\nsd = 3\n"
                              "[[group]]\nblocks = 'layer0.*'\nsd = '2/fan_in'\n"),
                  "sd", "", blocks);
  EXPECT_EQ(widths.size(), 3U);
  EXPECT_DOUBLE_EQ(widths[0], 2.0 / 3);
  EXPECT_DOUBLE_EQ(widths[1], 3);
  EXPECT_DOUBLE_EQ(widths[2], 1);
}

TEST(Width, RefusesWhatIsNoneAndGroupsThatFitNothing) {
  const auto read = [](const std::string& toml) {
    return read_widths(Section::of("prior", toml), "sd", "", blocks);
  };
  EXPECT_ANY_THROW(read("sd = 'fast'"));
  EXPECT_ANY_THROW(read("sd = -1"));
  EXPECT_ANY_THROW(read("[[group]]\nblocks = 'layer7.*'\nsd = 1\n"));
}

TEST(Hierarchical, HasAnSdForEachInputOfTheFirstLayer) {
  const auto prior =
      priors().find("hierarchical")->make(Section::of("prior", "over = 'input'"), blocks);
  ASSERT_EQ(prior->own_blocks().size(), 1U);
  EXPECT_EQ(prior->own_blocks()[0].name, "prior.log_sd.layer0.weight");
  EXPECT_EQ(prior->own_blocks()[0].shape, Shape{3});
  Floats theta(dim_of(*prior, blocks), 0.0f);
  theta[1] = theta[4] = 2;  // both weights of the second input
  const double before = prior->energy(theta);
  theta[9 + 1] = 1;  // its ln sd: the weights cost less, the sd more
  const double after = prior->energy(theta);
  EXPECT_NEAR(after - before, 4 * (std::exp(-2.0) - 1) + 2 + 0.5, 1e-6);
}

}  // namespace
}  // namespace temper
