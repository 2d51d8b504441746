// Products, spectra and Krylov spaces against Hessians that are known: of a network in float64, and
// of analytic potentials.

#include "landscape/hessian.h"

#include <gtest/gtest.h>

#include "config/section.h"
#include "landscape/krylov.h"
#include "landscape/spectrum.h"
#include "potential/potentials.h"
#include "unit/landscape/double_net.h"
#include "unit/posterior/small_data.h"

namespace temper {
namespace {

constexpr std::size_t n_train = 120;

std::vector<float> random_theta(std::size_t dim, double scale) {
  Rng rng({5, Stream::init});
  std::vector<float> theta(dim);
  for (float& value : theta) value = static_cast<float>(scale * rng.normal());
  return theta;
}

Eigen::MatrixXd exact_hessian(const Dataset& data, const std::vector<float>& theta) {
  const Eigen::VectorXd place =
      Eigen::Map<const Eigen::VectorXf>(theta.data(), static_cast<Eigen::Index>(theta.size()))
          .cast<double>();
  return DoubleNet(data.train).hessian(place);
}

Eigen::VectorXd eigenvalues_of(const Eigen::MatrixXd& matrix) {
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix, Eigen::EigenvaluesOnly)
      .eigenvalues();
}

class HessianOfNet : public testing::TestWithParam<double> {
 protected:
  Dataset data = small_classification(n_train);
  std::unique_ptr<NetworkPosterior> posterior = small_posterior(data, "[[layer]]\nunits = 5\n");
  std::vector<float> theta = random_theta(posterior->dim(), GetParam());
  Eigen::MatrixXd exact = exact_hessian(data, theta);
  double largest = eigenvalues_of(exact).cwiseAbs().maxCoeff();
  Objective objective{*posterior};
  Hessian hessian{objective, theta, best_step(objective, theta)};
};

TEST_P(HessianOfNet, ProductsAreThoseOfFloat64) {
  for (Eigen::Index i = 0; i < exact.rows(); ++i) {
    Eigen::VectorXd unit = Eigen::VectorXd::Unit(exact.rows(), i), product(exact.rows());
    unit[(i + 1) % exact.rows()] = -2;
    hessian.multiply({unit.data(), theta.size()}, {product.data(), theta.size()});
    EXPECT_LT((product - exact * unit).norm(), 5e-4 * largest) << i;
  }
}

TEST_P(HessianOfNet, WholeSpectrumIsThatOfFloat64) {
  const auto found = spectrum(hessian, {});
  const auto expected = eigenvalues_of(exact);
  ASSERT_EQ(found.all.size(), theta.size());
  for (Eigen::Index i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(found.all[static_cast<std::size_t>(i)], expected[i], 5e-4 * largest);
  EXPECT_LT(found.noise, 5e-4 * largest);
  EXPECT_EQ(found.index, static_cast<double>((expected.array() < -found.noise).count()));
  EXPECT_NEAR(found.trace, exact.trace(), 1e-2 * largest);
}

/// 35 probes of 38 nodes give what the whole matrix gives, but for the sampling error of the trace.
TEST_P(HessianOfNet, LanczosFindsTheEndsOfTheSpectrum) {
  const auto found = spectrum(
      hessian, {.n_ends = 5, .whole_up_to = 0, .n_probes = 35, .probe_steps = 38, .key = {3}});
  const auto expected = eigenvalues_of(exact);
  ASSERT_TRUE(found.all.empty());
  for (std::size_t i = 0; i < 5; ++i) {
    const auto at = static_cast<Eigen::Index>(i);
    EXPECT_NEAR(found.lowest.at(i), expected[at], 1e-3 * largest);
    EXPECT_NEAR(found.highest.at(i), expected[expected.size() - 1 - at], 1e-3 * largest);
  }
  // The standard error of 35 probes is |H| sqrt(2 / 35) in Frobenius' norm; five of them.
  EXPECT_NEAR(found.trace, exact.trace(), 5 * exact.norm() * std::sqrt(2.0 / 35));
  EXPECT_LT(found.noise, 1e-3 * largest);
  // Of a share s of P eigenvalues 35 probes see P s within P sqrt(2 s (1 - s) / (P + 2) / 35), here
  // below 0.75; five of them.
  const auto n_negative = static_cast<double>((expected.array() < -1e-3 * largest).count());
  ASSERT_GT(n_negative, 5);
  EXPECT_NEAR(found.index, n_negative, 3.75);
}

INSTANTIATE_TEST_SUITE_P(Scales, HessianOfNet, testing::Values(0.5, 2.0));

/// A Gaussian with precisions of 1 to 100 and its prior: U + V = sum of precision theta² / 2.
TEST(Hessian, OfAGaussianIsItsPrecision) {
  const auto potential =
      potentials()
          .find("gaussian")
          ->make(Section::of("potential", "type = \"gaussian\"\ndim = 5\ncondition = 100"));
  Objective objective(*potential);
  const std::vector<float> theta(5, 0.3f);
  Hessian hessian(objective, theta, best_step(objective, theta));
  const auto found = spectrum(hessian, {});
  EXPECT_NEAR(found.highest.front(), 100, 1e-2);
  EXPECT_NEAR(found.lowest.front(), 1, 1e-2);
  EXPECT_EQ(found.index, 0);
}

TEST(Krylov, BasisIsOrthonormalAndTridiagonal) {
  const auto posterior = small_posterior(small_classification(n_train), "[[layer]]\nunits = 5\n");
  const auto theta = random_theta(posterior->dim(), 1);
  Objective objective(*posterior);
  Hessian hessian(objective, theta, best_step(objective, theta));
  const std::vector<double> start(theta.begin(), theta.end());
  const auto space = krylov_space(hessian, start, 12);
  ASSERT_EQ(space.basis.size(), 12u);
  const auto vector = [&](std::size_t k) {
    return Eigen::Map<const Eigen::VectorXd>(space.basis[k].data(),
                                             static_cast<Eigen::Index>(theta.size()));
  };
  for (std::size_t k = 0; k < 12; ++k)
    for (std::size_t l = 0; l <= k; ++l)
      EXPECT_NEAR(vector(k).dot(vector(l)), k == l ? 1 : 0, 1e-10);
  Eigen::VectorXd product(vector(0).size());
  hessian.multiply(space.basis[4], {product.data(), theta.size()});
  EXPECT_NEAR(product.dot(vector(4)), space.diagonal[4], 1e-6);
  EXPECT_NEAR(product.dot(vector(5)), space.off_diagonal[4], 1e-2);
}

}  // namespace
}  // namespace temper
