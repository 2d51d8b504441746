#include "landscape/descent.h"

#include <LBFGS.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/dot.h"

namespace temper {
namespace {

/// Thrown within the solver, which has no other way to end between two line searches.
struct BudgetSpent {};

/// The function that the solver sees. It remembers the lowest point, since the solver loses it when
/// a line search fails.
class Watched {
 public:
  Watched(const Slope& slope, std::size_t n, std::uint64_t most_gradients)
      : slope_(slope), most_gradients_(most_gradients), x_(n), gradient_(n) {
    descent_.value = std::numeric_limits<double>::infinity();
  }

  double operator()(const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    if (descent_.gradients == most_gradients_) throw BudgetSpent();
    ++descent_.gradients;
    for (std::size_t i = 0; i < x_.size(); ++i)
      x_[i] = static_cast<float>(x[static_cast<Eigen::Index>(i)]);
    const double value = slope_(x_, gradient_);
    gradient = Eigen::Map<const Eigen::VectorXf>(gradient_.data(), gradient.size()).cast<double>();
    if (value < descent_.value) {
      descent_.value = value;
      descent_.theta = x_;
      descent_.gradient_norm = norm_of(gradient_);
    }
    if (descent_.gradients == next_mark_) mark();
    return value;
  }

  const Descent& descent() const { return descent_; }

 private:
  void mark() {
    if (!descent_.theta.empty())
      descent_.way.push_back({descent_.gradients, descent_.value, descent_.theta});
    next_mark_ *= 2;
  }

  const Slope& slope_;
  std::uint64_t most_gradients_, next_mark_ = 1;
  std::vector<float> x_, gradient_;
  Descent descent_;
};

LBFGSpp::LBFGSParam<double> parameters_of(const DescentOptions& options) {
  LBFGSpp::LBFGSParam<double> parameters;
  parameters.m = 20;
  parameters.epsilon = options.tolerance;
  parameters.epsilon_rel = 0;
  parameters.linesearch = LBFGSpp::LBFGS_LINESEARCH_BACKTRACKING_STRONG_WOLFE;
  return parameters;
}

/// One start of the solver. @returns false if it is done
bool run(Watched& watched, const std::vector<float>& from, const DescentOptions& options) {
  const auto parameters = parameters_of(options);
  LBFGSpp::LBFGSSolver<double, LBFGSpp::LineSearchNocedalWright> solver(parameters);
  Eigen::VectorXd x =
      Eigen::Map<const Eigen::VectorXf>(from.data(), static_cast<Eigen::Index>(from.size()))
          .cast<double>();
  double value = 0;
  try {
    solver.minimize(watched, x, value);
  } catch (const BudgetSpent&) {
    return false;
  } catch (const std::runtime_error&) {
    return true;  // a line search saw no more than rounding: begin again without its memory
  } catch (const std::logic_error&) {
    return true;
  }
  return false;
}

}  // namespace

Descent descend(const Slope& slope, std::span<const float> theta, const DescentOptions& options) {
  Watched watched(slope, theta.size(), options.most_gradients);
  std::vector<float> from(theta.begin(), theta.end());
  double before = std::numeric_limits<double>::max();
  const auto is_lower = [&](double value) { return value < before - 1e-9 * std::abs(before); };
  while (run(watched, from, options) && is_lower(watched.descent().value)) {
    before = watched.descent().value;
    from = watched.descent().theta;
  }
  return watched.descent();
}

}  // namespace temper
