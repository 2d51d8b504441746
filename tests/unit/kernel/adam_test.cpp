#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/errors.h"
#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

constexpr std::size_t dim = 3, n_points = 20;

/// Algorithm 1 of Kingma & Ba, or Algorithm 2 of Loshchilov & Hutter, in float64.
std::vector<double> reference(std::vector<double> theta, double weight_decay, double prior_weight,
                              int n_steps, Potential& potential) {
  constexpr double lr = 0.1, b1 = 0.9, b2 = 0.999, eps = 1e-8;
  std::vector<double> m(dim, 0), v(dim, 0);
  for (int t = 1; t <= n_steps; ++t) {
    const std::vector<float> place(theta.begin(), theta.end());
    std::vector<float> drift(dim);
    potential.gradient(place, {}, {1, prior_weight}, drift);
    for (std::size_t i = 0; i < dim; ++i) {
      const double g = drift[i] / double{n_points};
      m[i] = b1 * m[i] + (1 - b1) * g;
      v[i] = b2 * v[i] + (1 - b2) * g * g;
      const double m_hat = m[i] / (1 - std::pow(b1, t)), v_hat = v[i] / (1 - std::pow(b2, t));
      theta[i] -= lr * (m_hat / (std::sqrt(v_hat) + eps) + weight_decay * theta[i]);
    }
  }
  return theta;
}

void expect_the_reference(const std::string& name, const std::string& options, double weight_decay,
                          double prior_weight) {
  const auto kernel = make_kernel(name, "lr = 0.1\nbatch = \"full\"" + options);
  const auto potential = make_analytic("linear-regression", "dim = 3\npoints = 20");
  Ensemble ensemble(*kernel, *potential, {0, Tempering::posterior}, 1);
  const auto& theta = ensemble.replicas()[0].theta;
  const auto expected =
      reference({theta.begin(), theta.end()}, weight_decay, prior_weight, 7, *potential);
  ensemble.step(7);
  for (std::size_t i = 0; i < dim; ++i) EXPECT_NEAR(theta[i], expected[i], 1e-5);
}

TEST(Adam, FollowsItsAlgorithm) { expect_the_reference("adam", "", 0, 1); }

TEST(AdamW, DecaysWeightsInPlaceOfThePrior) {
  expect_the_reference("adamw", "\nweight_decay = 0.3", 0.3, 0);
}

TEST(Adam, OnlyDescends) {
  EXPECT_THROW(make_kernel("adam")->check({1, Tempering::posterior}), UsageError);
  EXPECT_NO_THROW(make_kernel("adam")->check({0, Tempering::posterior}));
}

}  // namespace
}  // namespace temper
