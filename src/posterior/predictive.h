#pragma once
// How good predictions averaged over several thetas are: an ensemble, or posterior draws.
//
// Classification: the mean of the class probabilities. Regression: the equal mixture of the
// members' distributions (posterior/mixture.h).

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "posterior/mixture.h"

namespace temper {

struct Score {
  std::string name;
  double value = 0;
  double error = 0;  ///< standard error over the examples; NaN: none is known
};

class Predictive {
 public:
  /// All must outlive it. @param noise  of numbers; null for classes
  Predictive(const Dataset& data, const Part& part, const TargetNoise* noise);

  /// @param predictions  [part.n, n_predictions] of one theta, as NetworkPosterior::predict gives
  void add(std::span<const double> predictions);

  std::size_t n_members() const { return n_members_; }

  /// Classification: accuracy, log_score (mean log predictive probability, nats), brier (sum over
  /// classes of squared errors), ece (15 bins of equal width; Guo et al., ICML 2017, eq. 3).
  ///
  /// Regression: rmse; log_score, the mean log predictive density of an example, nats;
  /// normal_log_score, that of a normal with the mixture's mean and total sd; crps
  /// (TargetMixture::crps); in original units, then, of standardised targets, the same with
  /// `_in_sd`, in units of each target's sd over the training data; coverage_50, _80, _90, _95, the
  /// shares of targets within their central intervals; aleatoric_sd and epistemic_sd, the two parts
  /// of the total sd in root mean square, original units. Requires at least one member.
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
  std::vector<Score> accuracy_scores(bool is_in_sd) const;
  std::vector<Score> interval_scores() const;
  double log_score(std::size_t row) const;
  double normal_log_score(std::size_t row) const;
  TargetMixture mixture(std::size_t i) const { return {*noise_, spreads_[i]}; }
  double target(std::size_t i) const;     ///< in original units
  double target_sd(std::size_t i) const;  ///< over the training data; 1 if it wasn't standardised

  const Dataset& data_;
  const Part& part_;
  const TargetNoise* noise_;
  std::size_t n_members_ = 0;
  std::vector<double> probability_;           ///< [n, n_classes] sums over members
  std::vector<std::vector<MeanSd>> spreads_;  ///< [n * n_targets][member]
};

class NetworkPosterior;

/// Standard errors over the examples of what NetworkPosterior::measure gives, in its order.
std::vector<double> metric_errors(NetworkPosterior& network, std::span<const float> theta);

}  // namespace temper
