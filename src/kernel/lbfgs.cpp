// L-BFGS: descends (T = 0) with the gradient of all the data and a model of the curvature from the
// last `memory` steps. A step is a search along one line and takes mostly one gradient. Where no
// line leads further down it stays and costs nothing.
//
// A kernel of our own beside the LBFGS++ of src/landscape, since its state must lie in the
// replica's slots: a step at a time, among other replicas, it stops and goes on to the same bits.
//
// Source: Nocedal & Wright, "Numerical Optimization", 2nd ed., 2006, Algorithms 7.4 and 7.5; the
// line search: line_search.h.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "config/section.h"
#include "kernel/descending.h"
#include "kernel/kernel.h"
#include "kernel/line_search.h"

namespace temper {
namespace {

constexpr int most_trials = 20;       ///< lengths that one line search tries
constexpr double first_length = 0.1;  ///< in units of theta, before there is a model

double product(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

/// y += factor x
void add(double factor, std::span<const float> x, std::span<float> y) {
  const auto scale = static_cast<float>(factor);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] += scale * x[i];
}

class Lbfgs final : public Kernel {
 public:
  explicit Lbfgs(const Section& options)
      : options_(options),
        memory_(options.count("memory", {.fallback = 20,
                                         .min = 1,
                                         .max = 1000,
                                         .help = "steps that tell about the curvature"})),
        share_(memory_),
        curvature_(memory_) {}

  bool knows_curvature() const override { return true; }

  std::vector<std::string> slot_names() const override {
    std::vector<std::string> names = {"gradient"};
    for (std::size_t i = 0; i < memory_; ++i)
      for (const char* kind : {"step", "gradient_change"})
        names.push_back(fmt::format("{}_{}", kind, i));
    return names;
  }
  std::vector<std::string> scalar_names() const override {
    return {"gradient_is_known", "n_pairs", "is_at_bottom"};
  }
  double step_size() const override { return 1; }
  bool keeps_energy() const override { return true; }

  void check(const Target& target) const override { refuse_nonzero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t) override {
    for (auto* vector : {&direction_, &trial_, &gradient_}) vector->resize(potential.dim());
  }

  void start(Move& move, const RngKey&) const override { forget(*move.replica); }
  void change_rung(Replica& replica, const Move&, const Move&) const override { forget(replica); }

  void step(std::span<Move> group, const StepKey&, Potential& potential) override {
    for (auto& move : group) descend(move, potential);
  }

 private:
  enum Scalar : std::size_t { gradient_is_known, n_pairs, is_at_bottom };

  static void forget(Replica& replica) {
    std::fill(replica.scalars.begin(), replica.scalars.end(), 0.0);
  }

  void descend(Move& move, Potential& potential) {
    auto& replica = *move.replica;
    if (replica.scalars[is_at_bottom] != 0) return;
    if (replica.scalars[gradient_is_known] == 0) learn_gradient(move, potential);
    set_direction(replica);
    if (go(move, potential)) return;
    // The model may mislead; if the gradient itself leads nowhere, only rounding is left.
    if (replica.scalars[n_pairs] == 0) replica.scalars[is_at_bottom] = 1;
    replica.scalars[n_pairs] = 0;
  }

  void learn_gradient(Move& move, Potential& potential) {
    auto& replica = *move.replica;
    replica.energy = evaluate(move, replica.theta, potential);
    replica.slots[0].assign(gradient_.begin(), gradient_.end());
    replica.scalars[gradient_is_known] = 1;
  }

  /// Fills gradient_.
  Energy evaluate(const Move& move, std::span<const float> theta, Potential& potential) {
    GradientTask task{theta, {}, move.target.drift_weights(), gradient_, {}};
    potential.gradients({&task, 1});
    if (std::isnan(task.energy.V)) task.energy.V = potential.prior_energy(theta);
    return task.energy;
  }

  /// @returns false, and changes nothing, if no length along the direction will do
  bool go(Move& move, Potential& potential) {
    auto& replica = *move.replica;
    const double slope = product(direction_, replica.slots[0]);
    if (!(slope < 0)) return false;
    const bool has_model = replica.scalars[n_pairs] > 0;
    LineSearch line(objective(move.target, replica.energy), slope,
                    has_model ? 1 : first_length / std::sqrt(-slope));
    for (int trial = 0; trial < most_trials; ++trial) {
      trial_.assign(replica.theta.begin(), replica.theta.end());
      add(line.length(), direction_, trial_);
      const Energy energy = evaluate(move, trial_, potential);
      if (!line.ends(objective(move.target, energy), product(direction_, gradient_))) continue;
      accept(replica, energy);
      return true;
    }
    return false;
  }

  Floats& step_of(Replica& replica, std::size_t pair) const {
    return replica.slots[1 + 2 * (pair % memory_)];
  }
  Floats& change_of(Replica& replica, std::size_t pair) const {
    return replica.slots[2 + 2 * (pair % memory_)];
  }

  /// Minus the inverse Hessian of the model times the gradient, by the two loops of Algorithm 7.4.
  void set_direction(Replica& replica) {
    const auto& gradient = replica.slots[0];
    std::transform(gradient.begin(), gradient.end(), direction_.begin(), std::negate<>());
    const auto newest = static_cast<std::size_t>(replica.scalars[n_pairs]);
    const auto oldest = newest > memory_ ? newest - memory_ : 0;
    for (std::size_t pair = newest; pair-- > oldest;) {
      const auto &step = step_of(replica, pair), &change = change_of(replica, pair);
      const double curvature = curvature_[pair % memory_] = product(step, change);
      const double share = share_[pair % memory_] = product(step, direction_) / curvature;
      add(-share, change, direction_);
    }
    if (newest > 0) scale_direction(step_of(replica, newest - 1), change_of(replica, newest - 1));
    for (std::size_t pair = oldest; pair < newest; ++pair) {
      const auto &step = step_of(replica, pair), &change = change_of(replica, pair);
      const double share = product(change, direction_) / curvature_[pair % memory_];
      add(share_[pair % memory_] - share, step, direction_);
    }
  }

  /// By the curvature along the last step, eq. 7.20.
  void scale_direction(std::span<const float> step, std::span<const float> change) {
    const auto scale = static_cast<float>(product(step, change) / product(change, change));
    for (float& value : direction_) value *= scale;
  }

  void accept(Replica& replica, const Energy& energy) const {
    const auto pair = static_cast<std::size_t>(replica.scalars[n_pairs]);
    auto &step = step_of(replica, pair), &change = change_of(replica, pair);
    for (std::size_t i = 0; i < step.size(); ++i) {
      step[i] = trial_[i] - replica.theta[i];
      change[i] = gradient_[i] - replica.slots[0][i];
    }
    if (product(step, change) > 0)
      ++replica.scalars[n_pairs];  // else the model would have no bottom
    replica.theta.assign(trial_.begin(), trial_.end());
    replica.slots[0].assign(gradient_.begin(), gradient_.end());
    replica.energy = energy;
  }

  Section options_;
  std::size_t memory_;
  std::vector<double> share_, curvature_;  ///< [memory] scratch of the two loops
  Floats direction_, trial_, gradient_;    ///< [P] scratch
};

const bool registered =
    kernels().add("l-bfgs", "L-BFGS: descends (T = 0) with a model of the curvature, full batches",
                  [](const Section& options) { return std::make_unique<Lbfgs>(options); });

}  // namespace
}  // namespace temper
