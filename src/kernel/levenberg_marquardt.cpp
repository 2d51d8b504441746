// Levenberg-Marquardt: descends (T = 0) by solving (H + damping) step = -gradient, H the curvature
// over all the data: Gauss-Newton's matrix where the potential knows it. Small damping makes it
// Newton's step, large damping a short way downhill. A step tries lengths until the objective
// falls; where none does it stays and costs nothing.
//
// With rho the fall of the objective over what the model of the step promised, damping goes times
// max(1/3, 1 - (2 rho - 1)³) after a fall, and times 2, 4, 8, … after rises.
//
// Sources: Levenberg, Quart. Appl. Math. 2, 1944; Marquardt, J. SIAM 11, 1963; the rule: Nielsen,
// "Damping parameter in Marquardt's method", IMM-REP-1999-05, eqs. 2.5 and 2.7.

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "kernel/descending.h"
#include "kernel/kernel.h"

namespace temper {
namespace {

using Eigen::Index;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t most_parameters = 3000;  ///< two matrices of 72 MB
constexpr int most_dampings = 12;
constexpr double least_damping = 1e-12;  ///< over the largest curvature
constexpr double least_gain = 1e-8;      ///< over the objective: what float32 can't tell

class LevenbergMarquardt final : public Kernel {
 public:
  explicit LevenbergMarquardt(const Section& options)
      : options_(options),
        first_damping_(options.number("damping", {.fallback = 1e-3,
                                                  .min = 0,
                                                  .above_min = true,
                                                  .help = "at the start, over the largest "
                                                          "curvature"})) {}

  std::vector<std::string> scalar_names() const override { return {"damping", "is_at_bottom"}; }
  double step_size() const override { return 1; }
  bool keeps_energy() const override { return true; }
  bool knows_curvature() const override { return true; }

  /// The matrix, its solution, and a trial and a half or so.
  double evaluations_per_step(const Potential& potential, std::size_t) const override {
    return static_cast<double>(potential.n_points()) * (potential.curvature_cost() + 1.5 / 3);
  }

  void check(const Target& target) const override { refuse_nonzero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t) override {
    const auto n = potential.dim();
    if (n > most_parameters)
      options_.refuse("type", fmt::format("solves with a matrix of all parameters squared, and "
                                          "there are {}, more than {}; \"l-bfgs\" needs none",
                                          n, most_parameters));
    matrix_.resize(n * n);
    factor_.resize(Index(n), Index(n));
    step_.resize(Index(n));
    slope_.resize(Index(n));
    gradient_.resize(n);
    trial_.resize(n);
    scratch_.resize(2 * n);
  }

  void start(Move& move, const RngKey&) const override { forget(*move.replica); }
  void change_rung(Replica& replica, const Move&, const Move&) const override { forget(replica); }

  void step(std::span<Move> group, const StepKey&, Potential& potential) override {
    for (auto& move : group) descend(move, potential);
  }

 private:
  enum Scalar : std::size_t { damping, is_at_bottom };

  static void forget(Replica& replica) {
    std::fill(replica.scalars.begin(), replica.scalars.end(), 0.0);
  }

  void descend(Move& move, Potential& potential) {
    auto& replica = *move.replica;
    if (replica.scalars[is_at_bottom] != 0) return;
    const double largest = look_around(move, potential);
    auto& mu = replica.scalars[damping];
    mu = std::max(mu == 0 ? first_damping_ * largest : mu, least_damping * largest);
    double growth = 2;
    for (int trial = 0; trial < most_dampings; ++trial, mu *= growth, growth *= 2) {
      if (!solve(mu)) continue;
      const double promised = step_.dot(mu * step_ - slope_) / 2;
      const double now = objective(move.target, replica.energy);
      if (!(promised > least_gain * (1 + std::abs(now)))) break;
      if (try_step(move, potential, now, promised)) return;
    }
    replica.scalars[is_at_bottom] = 1;
  }

  /// Fills matrix_, slope_ and the replica's energy. @returns the largest curvature
  double look_around(Move& move, Potential& potential) {
    auto& replica = *move.replica;
    CurvatureTask task{
        replica.theta, move.target.drift_weights(), gradient_, matrix_, scratch_, {}};
    potential.curvature(task);
    replica.energy = task.energy;
    const auto n = gradient_.size();
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      slope_[Index(i)] = gradient_[i];
      largest = std::max(largest, matrix_[i * n + i]);
    }
    return largest > 0 ? largest : 1;
  }

  /// @returns whether the damped matrix is positive definite, and the step finite
  bool solve(double mu) {
    const auto n = factor_.rows();
    factor_ = Eigen::Map<const Matrix>(matrix_.data(), n, n);
    factor_.diagonal().array() += mu;
    const Eigen::LLT<Eigen::Ref<Matrix>> decomposed(factor_);
    if (decomposed.info() != Eigen::Success) return false;
    step_ = -slope_;
    decomposed.solveInPlace(step_);
    return step_.allFinite();
  }

  bool try_step(Move& move, Potential& potential, double now, double promised) {
    auto& replica = *move.replica;
    for (std::size_t i = 0; i < trial_.size(); ++i)
      trial_[i] = static_cast<float>(double{replica.theta[i]} + step_[Index(i)]);
    const Energy energy = potential.energy(trial_);
    const double fall = now - objective(move.target, energy);
    if (!(fall > 0)) return false;
    replica.theta.assign(trial_.begin(), trial_.end());
    replica.energy = energy;
    replica.scalars[damping] *= std::max(1.0 / 3, 1 - std::pow(2 * fall / promised - 1, 3));
    return true;
  }

  Section options_;
  double first_damping_;
  std::vector<double> matrix_;         ///< [P, P]; the lower triangle
  Matrix factor_;                      ///< [P, P]
  Eigen::VectorXd step_, slope_;       ///< [P]
  Floats gradient_, trial_, scratch_;  ///< [P], [P], [2 P]
};

const bool registered = kernels().add(
    "levenberg-marquardt",
    "Levenberg-Marquardt: descends (T = 0) by damped Gauss-Newton steps, for few parameters",
    [](const Section& options) { return std::make_unique<LevenbergMarquardt>(options); });

}  // namespace
}  // namespace temper
