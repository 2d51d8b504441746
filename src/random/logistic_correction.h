#pragma once
// What must be added to a normal variable to make it logistic, so that a test of a noisy estimate
// accepts as Barker's test of the exact number would.
//
// Barker: accept if delta + X > 0 with X standard logistic; an estimate of delta has a normal
// error of some variance s² <= sd². With N(0, sd² - s²) and a draw of this correction added, the
// sum is delta + X.
//
// Source: Seita, Pan, Chen & Canny, "An efficient minibatch acceptance test for
// Metropolis-Hastings", UAI 2017, section 4. There the correction is found by ridge regression;
// here by the EM iteration for positive deconvolution (Richardson, J. Opt. Soc. Am. 62, 1972;
// Lucy, Astron. J. 79, 1974), which keeps it a distribution at every iteration.

#include <vector>

#include "random/rng.h"

namespace temper {

class LogisticCorrection {
 public:
  /// Takes some 10 ms. @param sd  of the normal part, in (0, 1]; the less, the more exact
  explicit LogisticCorrection(double sd);

  double draw(Rng& rng) const;

  /// The probability that delta + N(0, variance) + a draw is above zero: what `draw` decides by
  /// chance, for callers that toss one coin of their own.
  double probability_above_zero(double delta, double variance) const;

  double sd() const { return sd_; }

  /// The largest difference between the distribution function of N(0, sd²) plus the correction
  /// and the logistic one. Below 1e-5 for sd² <= 1/2, below 3e-4 for sd = 1.
  double error() const;

 private:
  double sd_;
  std::vector<double> probability_;  ///< of the atoms, which stand at equal distances around zero
  std::vector<double> cumulative_;
};

}  // namespace temper
