// barker: Barker's test on as few examples as decide it.
//
//   accept if delta + X > 0, X standard logistic: accept_prob = 1/(1 + exp(-delta)),
//   delta = (beta_i - beta_j) (E_i - E_j)
//
// delta is estimated from `batch` examples, the same in both replicas, then from twice as many,
// until the variance s² of the estimate is at most 1/2. The estimate's normal error takes the place
// of a part of X; N(0, 1/2 - s²) and a draw of the correction make up the rest. accept_prob is the
// chance, given the examples, that the sum is above zero. Once as many examples as there are would
// be looked at, all of them are, and the test is exact.
//
// It is as exact as the central limit theorem is for the sum over the examples (see `bias`), and
// as the correction: below 1e-5 in accept_prob. Seita et al. let s² grow to one, where no
// correction does better than 3e-4, which is much where acceptance is rare.
//
// Source: Seita, Pan, Chen & Canny, "An efficient minibatch acceptance test for
// Metropolis-Hastings", UAI 2017, Algorithm 1, carried over from moves to exchanges; Barker, Aust.
// J. Phys. 18, 1965.

#include <algorithm>
#include <cmath>

#include "random/logistic_correction.h"
#include "statistics/logistic.h"
#include "tempering/minibatch_swap.h"

namespace temper {
namespace {

constexpr double max_variance = 0.5;  ///< of the estimate of delta

class BarkerSwap final : public MinibatchSwap {
 public:
  explicit BarkerSwap(const Section& exchange)
      : MinibatchSwap(exchange, "examples that a test looks at first"),
        correction_(std::sqrt(max_variance)) {}

  bool needs_more(const SwapPair& pair) const override { return variance(pair) > max_variance; }

  double accept_prob(const SwapPair& pair) const override {
    const double delta = pair.beta_gap() * pair.difference.mean;
    if (pair.difference.variance == 0) return logistic(delta);
    return std::clamp(correction_.probability_above_zero(delta, max_variance - variance(pair)), 0.0,
                      1.0);
  }

  /// exp(delta) is the odds.
  double metropolis_prob(double accept_prob) const override {
    return accept_prob >= 0.5 ? 1 : accept_prob / (1 - accept_prob);
  }

  /// The error's third cumulant, less what the added normal takes off it since its variance goes
  /// with the error, shifts accept_prob by a sixth of the logistic's third derivative.
  double bias(const SwapPair& pair) const override {
    const double p = logistic(pair.beta_gap() * pair.difference.mean);
    const double left = pair.difference.third_cumulant - 3 * pair.difference.covariance;
    return std::pow(pair.beta_gap(), 3) * left / 6 * (1 - 6 * p * (1 - p));
  }

 private:
  static double variance(const SwapPair& pair) {
    return pair.beta_gap() * pair.beta_gap() * pair.difference.variance;
  }

  LogisticCorrection correction_;
};

const bool registered = swap_tests().add(
    "barker", "Barker's test on as few examples as decide it",
    [](const Section& exchange) { return std::make_unique<BarkerSwap>(exchange); });

}  // namespace
}  // namespace temper
