// corrected: Metropolis' test on a minibatch of fixed size, with a penalty for its noise.
//
//   accept_prob = min(1, exp(a D - a² s²/2 - a⁴ v/8)),   a = beta_i - beta_j
//
// D estimates E_i - E_j from the same examples in both replicas, s² is the estimated variance of D
// and v the variance of s². If D is normal, then the mean of exp(a D - a² s²/2) is that of the
// exact difference, and the mean acceptances there and back have the exact ratio. What is left is
// the skewness of D: see `bias`. A noisy D costs acceptances, exp(-a² s²/8) of them for equal
// rungs: for a² s² above 10 or so "barker" looks at more examples and accepts more.
//
// Source: Deng, Feng, Gao, Liang & Lin, "Non-convex learning via replica exchange stochastic
// gradient MCMC", ICML 2020, section 3, without its divisor F; the proof of detailed balance, and
// the last term, for a variance that is estimated: Ceperley & Dewing, "The penalty method for
// random walks with uncertain energies", J. Chem. Phys. 110, 1999.

#include <algorithm>
#include <cmath>

#include "tempering/minibatch_swap.h"

namespace temper {
namespace {

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

  double bias(const SwapPair& pair) const override {
    return std::pow(pair.beta_gap(), 3) * pair.difference.skewness / 6;
  }
};

const bool registered = swap_tests().add(
    "corrected", "Metropolis test on a minibatch, with a penalty for its noise",
    [](const Section& exchange) { return std::make_unique<CorrectedSwap>(exchange); });

}  // namespace
}  // namespace temper
