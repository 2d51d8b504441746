// Minibatch Metropolis-Hastings: a random walk whose test looks at as few examples as decide it.
//
//   theta' = theta + step xi,   delta = -(change of w.U U + w.V V)
//
// delta is estimated from `batch` examples, then from twice as many, until the estimate's variance
// s² is at most 1/2; then theta' is accepted if the estimate + N(0, 1/2 - s²) + correction > 0,
// which is Barker's test of delta itself (random/logistic_correction.h). Once as many examples as
// there are would be drawn, all of them are taken, and the test is exact. Otherwise it is as exact
// as the central limit theorem is for a sum of that many examples. An example in which most of the
// information lies spoils that: where it isn't among those looked at, nothing tells of it. So now
// and then (in sweeps 0, 1, 2, 4, 8, …) all examples are looked at, and a test looks first at as
// many as bring the Berry-Esseen ratio E|d|³ / (sd³ sqrt(n)) of their differences d down to 0.15.
//
// Source: Seita, Pan, Chen & Canny, "An efficient minibatch acceptance test for
// Metropolis-Hastings", UAI 2017, Algorithm 1, whose bound on s² is one. Barker, Aust. J. Phys.
// 18, 1965.

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "config/section.h"
#include "kernel/kernel.h"
#include "kernel/metropolis.h"
#include "random/blocks.h"
#include "random/logistic_correction.h"
#include "random/noise.h"

namespace temper {
namespace {

constexpr double max_variance = 0.5;    ///< of the estimate of delta
constexpr double largest_ratio = 0.15;  ///< of Berry and Esseen

/// A number known up to a normal error.
struct Estimate {
  double value = 0;
  double variance = 0;
};

class MinibatchMh final : public Kernel {
 public:
  explicit MinibatchMh(const Section& options)
      : options_(options),
        step_(options.number("step", {.fallback = 0.01,
                                      .min = 0,
                                      .above_min = true,
                                      .help = "standard deviation of the proposal"})),
        batch_(options.count(
            "batch", {.fallback = 256, .min = 2, .help = "examples that a test looks at first"})),
        correction_(std::sqrt(max_variance)) {}

  std::vector<std::string> scalar_names() const override { return {"least_examples"}; }
  double step_size() const override { return step_; }

  void check(const Target& target) const override { refuse_zero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t) override {
    n_points_ = potential.n_points();
    proposal_.resize(potential.dim());
    const std::size_t n_at_once = std::min(batch_, n_points_);
    examples_.resize(n_at_once);
    for (auto* scratch : {&here_, &there_}) scratch->resize(n_at_once);
  }

  void start(Move& move, const RngKey&) const override { move.replica->scalars[0] = 0; }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) {
      propose(move, key.rng(move.replica->id));
      // A replica that was on the reference rung till now has not looked yet.
      const bool is_time = key.step == 0 && std::has_single_bit(key.sweep);
      if (is_time || move.replica->scalars[0] == 0)
        // Half of what it was: where theta fits the heaviest example, a look doesn't see its
        // weight.
        move.replica->scalars[0] =
            std::max(move.replica->scalars[0] / 2, least_examples(*move.replica, potential));
      decide(move, key.rng(move.replica->id), potential);
    }
  }

 private:
  void propose(const Move& move, const RngKey& key) {
    const auto& theta = move.replica->theta;
    fill_noise(Noise::gaussian, key, 0, proposal_);
    const auto step = static_cast<float>(move.step_size);
    for (std::size_t i = 0; i < theta.size(); ++i) proposal_[i] = theta[i] + step * proposal_[i];
  }

  void decide(Move& move, const RngKey& key, Potential& potential) {
    auto& theta = move.replica->theta;
    Rng rng(key, second_block);
    const Estimate delta = estimate(move, rng, potential);
    move.sums.accept_prob += 1 / (1 + std::exp(-delta.value));
    ++move.sums.n_tests;
    const double rest = std::sqrt(max_variance - delta.variance) * rng.normal();
    if (delta.value + rest + correction_.draw(rng) > 0)
      std::copy(proposal_.begin(), proposal_.end(), theta.begin());
  }

  /// delta, from as many examples as it takes.
  Estimate estimate(const Move& move, Rng& rng, Potential& potential) {
    const auto& theta = move.replica->theta;
    const Weights weights = move.target.weights();
    const double scale = -weights.U * static_cast<double>(n_points_);
    const double prior =
        weights.V * (potential.prior_energy(theta) - potential.prior_energy(proposal_));
    Sums sums;
    const auto least = static_cast<std::size_t>(move.replica->scalars[0]);
    for (std::size_t n = std::max(batch_, least); n < n_points_; n *= 2) {
      while (sums.n < n) look_at_more(theta, rng, potential, sums);
      const double variance = scale * scale * sums.variance_of_mean();
      if (variance <= max_variance) return {prior + scale * sums.mean(), variance};
    }
    const double change = potential.energy(proposal_).U - potential.energy(theta).U;
    return {prior - weights.U * change, 0};
  }

  /// Examples whose mean difference is as good as normal, at this theta and this proposal.
  double least_examples(const Replica& replica, Potential& potential) {
    std::vector<double> differences;
    for (std::size_t first = 0; first < n_points_; first += examples_.size()) {
      const auto n = std::min(examples_.size(), n_points_ - first);
      const auto some = std::span(examples_).first(n);
      std::iota(some.begin(), some.end(), static_cast<std::uint32_t>(first));
      potential.pointwise(replica.theta, some, std::span(here_).first(n));
      potential.pointwise(proposal_, some, std::span(there_).first(n));
      for (std::size_t i = 0; i < n; ++i) differences.push_back(there_[i] - here_[i]);
    }
    const auto n = static_cast<double>(n_points_);
    const double mean = std::reduce(differences.begin(), differences.end()) / n;
    double squares = 0, cubes = 0;
    for (const double difference : differences) {
      squares += std::pow(difference - mean, 2) / n;
      cubes += std::pow(std::abs(difference - mean), 3) / n;
    }
    const double ratio = squares > 0 ? cubes / std::pow(squares, 1.5) : 0;
    return std::min(n, std::max(1.0, std::ceil(std::pow(ratio / largest_ratio, 2))));
  }

  /// Of differences between examples.
  struct Sums {
    std::size_t n = 0;
    double sum = 0, squares = 0;
    double mean() const { return sum / static_cast<double>(n); }
    double variance_of_mean() const {
      const auto count = static_cast<double>(n);
      return (squares / count - mean() * mean()) / (count - 1);
    }
  };

  void look_at_more(std::span<const float> theta, Rng& rng, Potential& potential, Sums& sums) {
    for (auto& example : examples_) example = rng.below(static_cast<std::uint32_t>(n_points_));
    potential.pointwise(theta, examples_, here_);
    potential.pointwise(proposal_, examples_, there_);
    for (std::size_t i = 0; i < examples_.size(); ++i) {
      const double change = there_[i] - here_[i];
      sums.sum += change;
      sums.squares += change * change;
    }
    sums.n += examples_.size();
  }

  Section options_;
  double step_;
  std::size_t batch_;
  LogisticCorrection correction_;
  std::size_t n_points_ = 0;
  Floats proposal_;                      ///< [P]
  std::vector<std::uint32_t> examples_;  ///< [batch]
  std::vector<double> here_, there_;     ///< [batch] each: U of the examples
};

const bool registered =
    kernels().add("minibatch-mh", "random walk whose test looks at as few examples as decide it",
                  [](const Section& options) { return std::make_unique<MinibatchMh>(options); });

}  // namespace
}  // namespace temper
