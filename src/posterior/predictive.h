#pragma once
// How good predictions averaged over several thetas are: an ensemble, or posterior draws.
//
// Classification: the mean of the class probabilities. Regression: the equal mixture of the
// members' normal distributions.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.h"

namespace temper {

struct Score {
  std::string name;
  double value = 0;
  double error = 0;  ///< standard error over the examples; NaN: none is known
};

class Predictive {
 public:
  /// `data` and `part` must outlive it.
  Predictive(const Dataset& data, const Part& part);

  /// @param predictions  [part.n, n_predictions] of one theta, as NetworkPosterior::predict gives
  void add(std::span<const double> predictions);

  std::size_t n_members() const { return n_members_; }

  /// Classification: accuracy, log_score (mean log predictive probability, nats), brier (sum over
  /// classes of squared errors), ece (15 bins of equal width; Guo et al., ICML 2017, eq. 3).
  /// Regression: rmse (original units), log_score (mean log predictive density per original unit,
  /// nats), coverage_90 (share of targets within the central 90 % of the mixture's moments'
  /// normal). Requires at least one member.
  std::vector<Score> scores() const;

  /// Classification: the mean probabilities [n, n_classes]. Requires at least one member.
  std::vector<double> probabilities() const;
  /// Regression, in original units: mean and standard deviation of the mixture [n, n_targets].
  std::vector<double> means() const;
  std::vector<double> sds() const;

  /// How little is known about each example, [n]: the entropy of its probabilities in nats, or the
  /// sds of its targets, each in units of the target's sd over all training data, in root mean
  /// square.
  std::vector<double> uncertainties() const;

 private:
  void add_classification(std::span<const double> probabilities);
  void add_regression(std::span<const double> predictions);
  std::vector<Score> classification_scores() const;
  std::vector<Score> regression_scores() const;
  std::vector<double> averaged(std::vector<double> sums) const;
  double target(std::size_t i) const;     ///< in original units
  double target_sd(std::size_t i) const;  ///< over the training data; 1 if it wasn't standardised

  const Dataset& data_;
  const Part& part_;
  std::size_t n_members_ = 0;
  std::vector<double> probability_;         ///< [n, n_classes] sums over members
  std::vector<double> mean_, mean_square_;  ///< [n, n_targets] sums of mean, and of sd² + mean²
  std::vector<double> log_density_;         ///< [n] log of the sum of the members' densities
};

}  // namespace temper
