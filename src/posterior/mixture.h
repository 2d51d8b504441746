#pragma once
// What several thetas predict of one target: the equal mixture of their distributions.

#include <span>
#include <vector>

#include "net/target_noise.h"

namespace temper {

/// What one theta predicts of a target, in original units.
struct MeanSd {
  double mean = 0, sd = 1;
};

/// log of the mean of exp(x), without overflow. Requires one at least.
double log_mean_exp(std::span<const double> logs);

class TargetMixture {
 public:
  /// Both must outlive it; at least one member.
  TargetMixture(const TargetNoise& noise, std::span<const MeanSd> members)
      : noise_(noise), members_(members) {}

  MeanSd moments() const;    ///< mean, and total sd: sqrt(aleatoric² + epistemic²)
  double aleatoric() const;  ///< root mean square of the members' sds: the noise
  double epistemic() const;  ///< sd of the members' means: what more data would lessen

  /// P(Y <= x)
  double share_below(double x) const;

  /// The least x with P(Y <= x) >= p, 0 < p < 1.
  double quantile(double p) const;

  /// log of the mean of the members' densities, or probabilities of a count, in nats
  double log_density(double y) const;

  /// Whether y lies in the central interval: from quantile((1 - share) / 2) to its counterpart.
  bool covers(double y, double share) const;

  /// The continuous ranked probability score, integral of (P(Y <= x) - [y <= x])² over x: in units
  /// of y, lower is better, |y - mean| for a point. To about 1e-3 of itself.
  ///
  /// Source: Gneiting & Raftery, JASA 102, 2007, eq. 20.
  double crps(double y) const;

 private:
  std::vector<double> grid(double y) const;

  const TargetNoise& noise_;
  std::span<const MeanSd> members_;
};

}  // namespace temper
