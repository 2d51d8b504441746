// corrected: Metropolis' test on a minibatch of fixed size, with a penalty for its noise.
//
//   accept_prob = min(1, exp(a D - a² s²/2 - a⁴ v/8)),   a = beta_i - beta_j
//
// D estimates E_i - E_j from the same examples in both replicas, s² is the estimated variance of D
// and v the variance of s². If D is normal, then the mean of exp(a D - a² s²/2) is that of the
// exact difference, and the mean acceptances there and back have the exact ratio. What is left
// comes from the skewness of D: see `bias`. A noisy D costs acceptances, exp(-a² s²/8) of them for
// equal rungs: for a² s² above 10 or so "barker" looks at more examples and accepts more.
//
// Source: Deng, Feng, Gao, Liang & Lin, "Non-convex learning via replica exchange stochastic
// gradient MCMC", ICML 2020, section 3, without its divisor F; the proof of detailed balance, and
// the last term, for a variance that is estimated: Ceperley & Dewing, "The penalty method for
// random walks with uncertain energies", J. Chem. Phys. 110, 1999.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tempering/minibatch_swap.h"

namespace temper {
namespace {

double normal_density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }

double normal_below(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// Cumulants of a noisy log ratio, and its covariance with its estimated variance.
struct Estimate {
  double mean, variance, third_cumulant, covariance;
};

/// Relative error of the mean acceptance: E[f'''(x)] third_cumulant / 6 - E[f''(x)] covariance / 2
/// over E[f(x)], with f = min(1, e^x) and x normal, its mean the log ratio less the penalty.
double relative_error(const Estimate& ratio) {
  const double sd = std::sqrt(ratio.variance), mean = ratio.mean - ratio.variance / 2;
  const double below = std::exp(ratio.mean) * normal_below(-(mean + ratio.variance) / sd);
  const double edge = normal_density(mean / sd) / sd;  // of x at 0, where f has a kink
  const double second = below - edge, third = second + edge * mean / ratio.variance;
  return (third * ratio.third_cumulant / 6 - second * ratio.covariance / 2) /
         (below + normal_below(mean / sd));
}

class CorrectedSwap final : public MinibatchSwap {
 public:
  explicit CorrectedSwap(const Section& exchange)
      : MinibatchSwap(exchange, "examples that a test looks at in each replica") {}

  double accept_prob(const SwapPair& pair) const override {
    const auto& difference = pair.difference;
    const double gap_squared = pair.beta_gap() * pair.beta_gap();
    const double penalty = gap_squared * difference.variance / 2 +
                           gap_squared * gap_squared * difference.variance_of_variance / 8;
    return std::exp(std::min(0.0, pair.beta_gap() * difference.mean - penalty));
  }

  bool rejects_for_noise() const override { return true; }

  double bias(const SwapPair& pair) const override {
    if (pair.difference.variance == 0) return 0;
    const double gap = pair.beta_gap();
    const Estimate there{gap * pair.difference.mean, gap * gap * pair.difference.variance,
                         gap * gap * gap * pair.difference.third_cumulant,
                         gap * gap * gap * pair.difference.covariance};
    const Estimate back{-there.mean, there.variance, -there.third_cumulant, -there.covariance};
    const double bias = relative_error(there) - relative_error(back);
    return std::isfinite(bias) ? bias : 0;  // 0/0 where a swap has no chance one of the ways
  }
};

const bool registered = swap_tests().add(
    "corrected", "Metropolis test on a minibatch, with a penalty for its noise",
    [](const Section& exchange) { return std::make_unique<CorrectedSwap>(exchange); });

}  // namespace
}  // namespace temper
