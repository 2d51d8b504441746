#pragma once
// Many independent replicas of one kernel, each started from an exact draw of its rung's
// distribution: whatever the kernel does, their moments must stay those of that distribution.
// No burn-in and no autocorrelation, so scores are standard normal.

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "base/errors.h"
#include "config/section.h"
#include "kernel/kernel.h"
#include "potential/analytic.h"
#include "potential/potentials.h"

namespace temper {

inline std::unique_ptr<Kernel> make_kernel(const std::string& name, const std::string& toml = "") {
  return kernels().find(name)->make(Section::of("kernel", toml));
}

/// Whether the kernel accepts to move replicas on such a rung.
inline bool serves(const Kernel& kernel, const Target& target) {
  try {
    kernel.check(target);
  } catch (const UsageError&) {
    return false;
  }
  return true;
}

/// A potential with known truth.
inline std::unique_ptr<AnalyticPotential> make_analytic(const std::string& name,
                                                        const std::string& toml = "") {
  auto made = potentials().find(name)->make(Section::of("potential", toml));
  return std::unique_ptr<AnalyticPotential>(dynamic_cast<AnalyticPotential*>(made.release()));
}

/// Standard score of the mean of `x` against `truth`.
inline double score(const std::vector<double>& x, double truth) {
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double element : x) squares += (element - mean) * (element - mean);
  return (mean - truth) / (std::sqrt(squares) / n);
}

class Ensemble {
 public:
  Ensemble(Kernel& kernel, AnalyticPotential& potential, const Target& target, std::size_t n)
      : kernel_(kernel), potential_(potential), replicas_(n), moves_(n) {
    kernel.prepare(potential, max_group);
    for (std::size_t i = 0; i < n; ++i) start(i, target);
  }

  void step(std::uint32_t n_steps) {
    for (std::size_t first = 0; first < moves_.size(); first += max_group) {
      const auto group =
          std::span(moves_).subspan(first, std::min(max_group, moves_.size() - first));
      for (std::uint32_t s = 0; s < n_steps; ++s) kernel_.step(group, key(total_ + s), potential_);
    }
    total_ += n_steps;
  }

  /// The name of the step-th step.
  static StepKey key(std::uint32_t step) { return {seed, 0, step, step}; }

  /// What the engine does after accepted swaps; theta is the caller's to make right.
  void change_rung(const Target& target, double step_size) {
    for (auto& move : moves_) {
      const Move from = move;
      move.target = target;
      move.step_size = step_size;
      kernel_.change_rung(*move.replica, from, move);
    }
  }

  std::vector<Replica>& replicas() { return replicas_; }
  std::vector<Move>& moves() { return moves_; }

  /// `number_of(replica)` for each replica.
  template <class F>
  std::vector<double> collect(const F& number_of) const {
    std::vector<double> numbers;
    for (const auto& replica : replicas_) numbers.push_back(number_of(replica));
    return numbers;
  }

  /// The largest |score| of any parameter's mean or variance, and of U's mean if it is known.
  double worst_score(const Known& known) const {
    double worst = 0;
    for (std::size_t i = 0; i < known.mean.size(); ++i) {
      const auto theta = collect([i](const Replica& r) { return double{r.theta[i]}; });
      const auto squares = collect([&known, i](const Replica& r) {
        return std::pow(double{r.theta[i]} - known.mean[i], 2);
      });
      worst = std::max({worst, std::abs(score(theta, known.mean[i])),
                        std::abs(score(squares, known.variance[i]))});
    }
    return worst;
  }

 private:
  static constexpr std::uint64_t seed = 20'26;
  static constexpr std::size_t max_group = 16;

  void start(std::size_t i, const Target& target) {
    auto& replica = replicas_[i];
    replica.id = static_cast<std::uint32_t>(i);
    replica.theta.resize(potential_.dim());
    Rng rng({seed, Stream::reference, replica.id});
    const bool has_draws = target.temperature > 0;
    potential_.draw(has_draws ? target : Target{}, replica.theta, rng);
    replica.best.theta = replica.theta;
    replica.slots.assign(kernel_.slot_names().size(), Floats(potential_.dim()));
    replica.scalars.resize(kernel_.scalar_names().size());
    moves_[i] = {&replica, target, kernel_.step_size(), {}};
    kernel_.start(moves_[i], {seed, Stream::init, replica.id});
  }

  Kernel& kernel_;
  AnalyticPotential& potential_;
  std::vector<Replica> replicas_;
  std::vector<Move> moves_;
  std::uint32_t total_ = 0;  ///< steps taken
};

}  // namespace temper
