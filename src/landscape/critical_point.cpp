#include "landscape/critical_point.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "base/dot.h"
#include "landscape/krylov.h"

namespace temper {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double largest_of(const Krylov& space) {
  double largest = 0;
  for (const double entry : space.diagonal) largest = std::max(largest, std::abs(entry));
  for (const double entry : space.off_diagonal) largest = std::max(largest, entry);
  return largest;
}

/// T with the row that leads out of the space, over sqrt(mu) |T| times the unit matrix.
MatrixXd damped_system(const Krylov& space, double mu) {
  const auto m = static_cast<Index>(space.basis.size());
  const double scale = largest_of(space);
  MatrixXd system = MatrixXd::Zero(2 * m + 1, m);
  for (Index k = 0; k < m; ++k) {
    const auto at = static_cast<std::size_t>(k);
    system(k, k) = space.diagonal[at];
    system(k + 1, k) = space.off_diagonal[at];
    if (k + 1 < m) system(k, k + 1) = space.off_diagonal[at];
    system(m + 1 + k, k) = std::sqrt(mu) * scale;
  }
  return system;
}

/// theta + d for this mu.
std::vector<float> stepped(std::span<const float> theta, const Krylov& space, double norm,
                           double mu) {
  const MatrixXd system = damped_system(space, mu);
  const VectorXd right = -norm * VectorXd::Unit(system.rows(), 0);
  const VectorXd y = system.colPivHouseholderQr().solve(right);
  std::vector<double> moved(theta.begin(), theta.end());
  for (std::size_t k = 0; k < space.basis.size(); ++k)
    for (std::size_t i = 0; i < moved.size(); ++i)
      moved[i] += y[static_cast<Index>(k)] * space.basis[k][i];
  std::vector<float> rounded;
  for (const double value : moved) rounded.push_back(static_cast<float>(value));
  return rounded;
}

class Search {
 public:
  Search(Objective& objective, std::span<const float> theta, const CriticalSearch& options)
      : objective_(objective),
        options_(options),
        gradient_(theta.size()),
        point_(evaluate({theta.begin(), theta.end()})),
        first_value_(point_.value),
        step_(best_step(objective, theta)) {}

  const CriticalEnd& run() {
    for (std::size_t step = 0; step < options_.most_steps; ++step)
      if (point_.gradient_norm <= options_.tolerance || !step_down()) break;
    return point_;
  }

 private:
  CriticalEnd evaluate(std::vector<float> theta) {
    const double value = objective_.gradient(theta, gradient_);
    return {std::move(theta), value, norm_of(gradient_)};
  }

  /// @returns false if |g| falls by less than a hundredth
  bool step_down() {
    objective_.gradient(point_.theta, gradient_);
    Hessian hessian(objective_, point_.theta, step_);
    const std::vector<double> g(gradient_.begin(), gradient_.end());
    const auto space = krylov_space(hessian, g, options_.most_products);
    const double before = point_.gradient_norm;
    for (int attempt = 0; attempt < 8; ++attempt, mu_ *= 100) {
      auto trial = evaluate(stepped(point_.theta, space, before, mu_));
      if (!(trial.gradient_norm < 0.99 * before) || trial.value > first_value_ + options_.most_rise)
        continue;
      point_ = std::move(trial);
      mu_ = std::max(mu_ / 10'000, least_mu);
      return true;
    }
    return false;
  }

  static constexpr double least_mu = 1e-12;  ///< relative to |H|²: float32 sees no less

  Objective& objective_;
  CriticalSearch options_;
  std::vector<float> gradient_;  ///< [P] scratch
  CriticalEnd point_;
  double first_value_;
  double step_;  ///< of the Hessians
  double mu_ = 1e-6;
};

}  // namespace

CriticalEnd find_critical_point(Objective& objective, std::span<const float> theta,
                                const CriticalSearch& search) {
  return Search(objective, theta, search).run();
}

}  // namespace temper
