#pragma once
// z-scores of independent runs, (estimate - truth) / standard error, and whether they could be
// standard normal.
//
// Each of the three checks fails standard normal scores for 1 choice of seeds in 100,000, whatever
// their number: of the mean, |sum z| / sqrt(n) < 4.42; of the sum of z², chi-square distributed;
// and of the number beyond 2.5, binomial with probability 0.0124.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "statistical/chi_square.h"

namespace temper {

class ZScores {
 public:
  void add(double z) { z_.push_back(z); }
  void add(const ZScores& other) { z_.insert(z_.end(), other.z_.begin(), other.z_.end()); }

  double n() const { return static_cast<double>(z_.size()); }
  double mean() const {
    return sum_of([](double z) { return z; }) / n();
  }
  double variance() const {
    return sum_of([](double z) { return z * z; }) / n();
  }  ///< about 0
  double n_beyond() const {
    return sum_of([](double z) { return std::abs(z) > far ? 1.0 : 0.0; });
  }

  /// The mean as a standard normal number.
  double mean_score() const { return mean() * std::sqrt(n()); }

  /// The variance as a standard normal number.
  double variance_score() const { return chi_square_score(variance() * n(), n()); }

  /// The probability of that many or more beyond 2.5.
  double tail_probability() const {
    constexpr double p = 0.012419330651552318;  // erfc(2.5 / sqrt(2))
    double at_k = std::pow(1 - p, n()), below = 0;
    for (double k = 0; k < n_beyond(); ++k) {
      below += at_k;
      at_k *= (n() - k) / (k + 1) * p / (1 - p);
    }
    return 1 - below;
  }

 private:
  static constexpr double far = 2.5;

  template <class F>
  double sum_of(const F& number_of) const {
    double sum = 0;
    for (const double z : z_) sum += number_of(z);
    return sum;
  }

  std::vector<double> z_;
};

inline void expect_standard_normal(const ZScores& scores) {
  EXPECT_LT(std::abs(scores.mean_score()), 4.42) << "mean " << scores.mean();
  EXPECT_LT(std::abs(scores.variance_score()), 4.42) << "variance " << scores.variance();
  EXPECT_GT(scores.tail_probability(), 1e-5) << scores.n_beyond() << " of " << scores.n();
}

}  // namespace temper
