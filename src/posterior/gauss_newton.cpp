#include "posterior/gauss_newton.h"

#include <Eigen/Core>
#include <algorithm>
#include <numeric>

namespace temper {
namespace {

constexpr std::size_t most_jacobian_rows = 128;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Eigen::Index;

}  // namespace

GaussNewton::GaussNewton(Network& network)
    : network_(network),
      max_rows_(std::max<std::size_t>(1, most_jacobian_rows / network.n_fisher_roots())),
      pulls_(max_rows_ * network.n_fisher_roots()),
      losses_(max_rows_),
      gradient_(network.dim()) {}

void GaussNewton::begin(std::size_t dim) {
  dim_ = dim;
  jacobian_.resize(pulls_.size() * network_.dim());
  wide_.resize(jacobian_.size());
  std::fill(gradient_.begin(), gradient_.end(), 0.0);
}

double GaussNewton::add(std::span<const float> theta, const Examples& examples, double weight,
                        std::span<double> matrix) {
  const auto n_rows = examples.rows * network_.n_fisher_roots(), n = network_.dim();
  const auto losses = std::span(losses_).first(examples.rows);
  network_.fisher_rows(
      theta, examples,
      {std::span(jacobian_).first(n_rows * n), std::span(pulls_).first(n_rows), losses});
  std::copy_n(jacobian_.begin(), n_rows * n, wide_.begin());
  const Eigen::Map<const Matrix> jacobian(wide_.data(), Index(n_rows), Index(n));
  const Eigen::Map<const Eigen::VectorXd> pulls(pulls_.data(), Index(n_rows));
  Eigen::Map<Eigen::VectorXd>(gradient_.data(), Index(n)).noalias() +=
      weight * (jacobian.transpose() * pulls);
  Eigen::Map<Matrix, 0, Eigen::OuterStride<>> sum(matrix.data(), Index(n), Index(n),
                                                  Eigen::OuterStride<>(Index(dim_)));
  sum.selfadjointView<Eigen::Lower>().rankUpdate(jacobian.transpose(), weight);
  return std::accumulate(losses.begin(), losses.end(), 0.0);
}

double GaussNewton::cost(const Network& network) {
  const auto n_roots = static_cast<double>(network.n_fisher_roots());
  return n_roots * (1 + static_cast<double>(network.dim()) / 6);
}

}  // namespace temper
