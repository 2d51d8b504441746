#pragma once
// A small network in float64, written out by hand: what float32 is compared with.

#include <Eigen/Dense>
#include <cmath>
#include <vector>

#include "data/dataset.h"

namespace temper {

/// U + V of the network 3-5-3 with tanh and softmax, and a normal prior of sd 1, without constants.
class DoubleNet {
 public:
  explicit DoubleNet(const Part& part) : part_(part) {}

  double value(const Eigen::VectorXd& theta) const {
    double sum = theta.squaredNorm() / 2;
    for (std::size_t row = 0; row < part_.n; ++row) sum += loss(theta, row);
    return sum;
  }

  /// By differences of fourth order of the values; correct to about 1e-6.
  Eigen::MatrixXd hessian(const Eigen::VectorXd& theta) const {
    const auto n = theta.size();
    Eigen::MatrixXd hessian(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index j = 0; j <= i; ++j) hessian(i, j) = hessian(j, i) = second(theta, i, j);
    return hessian;
  }

 private:
  static constexpr double weights_[4] = {1.0 / 12, -8.0 / 12, 8.0 / 12, -1.0 / 12};
  static constexpr double places_[4] = {-2, -1, 1, 2};

  double second(const Eigen::VectorXd& theta, Eigen::Index i, Eigen::Index j) const {
    constexpr double h = 1e-3;
    double sum = 0;
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < 4; ++b) {
        Eigen::VectorXd moved = theta;
        moved[i] += h * places_[a];
        moved[j] += h * places_[b];
        sum += weights_[a] * weights_[b] * value(moved);
      }
    return sum / (h * h);
  }

  double loss(const Eigen::VectorXd& theta, std::size_t row) const {
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const RowMajor> first(theta.data(), 5, 3), second(theta.data() + 20, 3, 5);
    const auto first_bias = theta.segment(15, 5), second_bias = theta.segment(35, 3);
    const auto x = part_.inputs.subspan(3 * row, 3);
    const Eigen::Vector3d inputs(x[0], x[1], x[2]);
    const Eigen::VectorXd hidden = (first * inputs + first_bias).array().tanh();
    const Eigen::VectorXd logits = second * hidden + second_bias;
    return std::log(logits.array().exp().sum()) - logits[part_.labels[row]];
  }

  Part part_;
};

}  // namespace temper
