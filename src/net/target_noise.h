#pragma once
// How targets scatter around what a network predicts: a distribution for each mean and sd.

#include <memory>

namespace temper {

/// Everything is in the targets' own units, where a prediction is a mean and an sd.
class TargetNoise {
 public:
  virtual ~TargetNoise() = default;

  /// log density of y, or log probability of a count, in nats
  virtual double log_density(double y, double mean, double sd) const = 0;

  /// P(Y <= y)
  virtual double share_below(double y, double mean, double sd) const = 0;

  /// True if targets are 0, 1, 2, ...
  virtual bool is_count() const { return false; }
};

/// N(mean, sd²)
std::unique_ptr<TargetNoise> normal_noise();

}  // namespace temper
