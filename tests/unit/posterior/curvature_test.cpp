// Gradient and curvature of a network's posterior: its gradient is that of gradients(), its matrix
// the Hessian where the fit is perfect, and positive semidefinite elsewhere.

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "unit/posterior/small_data.h"

namespace temper {
namespace {

struct Curvature {
  Floats gradient, scratch;
  std::vector<double> matrix;
  Energy energy;

  Curvature(NetworkPosterior& posterior, std::span<const float> theta, bool by_differences = false)
      : gradient(posterior.dim()),
        scratch(2 * posterior.dim()),
        matrix(posterior.dim() * posterior.dim()) {
    CurvatureTask task{theta, {}, gradient, matrix, scratch, {}};
    if (by_differences)
      posterior.Potential::curvature(task);
    else
      posterior.curvature(task);
    energy = task.energy;
  }
};

Floats start_of(const NetworkPosterior& posterior) {
  Floats theta(posterior.dim());
  Rng rng({3, Stream::init});
  posterior.initialise(theta, rng);
  return theta;
}

struct Case {
  const char* name;
  bool is_regression;
  const char* model;
};

class EveryLoss : public testing::TestWithParam<Case> {
 protected:
  static std::unique_ptr<NetworkPosterior> posterior() {
    const auto& [name, is_regression, model] = GetParam();
    return small_posterior(is_regression ? small_regression(300) : small_classification(300),
                           std::string(model) + "[[layer]]\nunits = 4\n");
  }
};

// Float32 sums of 300 examples in another order.
TEST_P(EveryLoss, GradientAndEnergyAreThoseOfGradients) {
  const auto made = posterior();
  const Floats theta = start_of(*made);
  const Curvature curvature(*made, theta);
  Floats expected(made->dim());
  const Energy energy = made->gradient(theta, {}, {}, expected);
  EXPECT_NEAR(curvature.energy.U, energy.U, 1e-5 * std::abs(energy.U));
  EXPECT_EQ(curvature.energy.V, energy.V);
  for (std::size_t i = 0; i < made->dim(); ++i)
    EXPECT_NEAR(curvature.gradient[i], expected[i], 1e-4 * (1 + std::abs(expected[i]))) << i;
}

// v' G v = sum of squares, and the prior's precision beside them.
TEST_P(EveryLoss, MatrixIsPositiveDefinite) {
  const auto made = posterior();
  const Curvature curvature(*made, start_of(*made));
  const auto n = made->dim();
  Rng rng({4, Stream::init});
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<double> v(n);
    for (auto& value : v) value = rng.normal();
    double form = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        form += (i == j ? 1 : 2) * v[i] * curvature.matrix[i * n + j] * v[j];
    for (const double value : v) squares += value * value;
    EXPECT_GE(form, 0.9 * squares);  // prior sd 1
  }
}

/// Without hidden units Gauss-Newton's matrix is the Hessian of every loss whose Fisher information
/// doesn't depend on the targets: measured by differences, to their error.
TEST_P(EveryLoss, MatrixIsTheHessianOfALinearModel) {
  const auto& [name, is_regression, model] = GetParam();
  if (std::string(name) != "softmax" && std::string(name) != "given") return;
  const auto made =
      small_posterior(is_regression ? small_regression(300) : small_classification(300),
                      std::string(model) + "layer = []\n");
  const Floats theta = start_of(*made);
  const Curvature exact(*made, theta), measured(*made, theta, /*by_differences=*/true);
  const auto n = made->dim();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      EXPECT_NEAR(exact.matrix[i * n + j], measured.matrix[i * n + j],
                  2e-3 * exact.matrix[i * n + i])
          << i << ", " << j;
}

// A root of Fisher's matrix costs a gradient for its row of the Jacobian, and P² of the 6 P
// multiplications of a gradient for the sum of outer products.
TEST(GaussNewtonCost, IsAGradientAndASixthOfThemAParameterForEachRoot) {
  const auto cost = [](const std::string& noise) {
    const auto posterior = small_posterior(small_regression(10), noise + "[[layer]]\nunits = 4\n");
    return posterior->curvature_cost() / (1 + static_cast<double>(posterior->dim()) / 6);
  };
  EXPECT_DOUBLE_EQ(cost("noise_sd = 0.5\n"), 1);
  EXPECT_DOUBLE_EQ(cost("noise_sd = 'predicted'\n"), 2);
}

INSTANTIATE_TEST_SUITE_P(Losses, EveryLoss,
                         testing::Values(Case{"softmax", false, ""},
                                         Case{"given", true, "noise_sd = 0.5\n"},
                                         Case{"student", true, "loss = 'student-t'\n"},
                                         Case{"learned", true, "noise_sd = 'learned'\n"},
                                         Case{"predicted", true, "noise_sd = 'predicted'\n"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// Two classes: the Fisher information p (1 - p) of Bernoulli, by the same test.
TEST(Curvature, OfBernoulliIsTheHessianOfALinearModel) {
  auto data = small_classification(300);
  data.n_classes = 2;
  std::vector<std::int32_t> labels;
  for (const auto label : data.train.labels) labels.push_back(label > 0 ? 1 : 0);
  data.train.labels = labels;
  data.test.n = 0;
  const auto made = small_posterior(data, "loss = 'bernoulli'\nlayer = []\n");
  const Floats theta = start_of(*made);
  const Curvature exact(*made, theta), measured(*made, theta, /*by_differences=*/true);
  Floats expected(made->dim());
  made->gradient(theta, {}, {}, expected);
  for (std::size_t i = 0; i < made->dim(); ++i) {
    EXPECT_NEAR(exact.gradient[i], expected[i], 1e-4 * (1 + std::abs(expected[i])));
    for (std::size_t j = 0; j <= i; ++j)
      EXPECT_NEAR(exact.matrix[i * made->dim() + j], measured.matrix[i * made->dim() + j],
                  2e-3 * exact.matrix[i * made->dim() + i]);
  }
}

}  // namespace
}  // namespace temper
