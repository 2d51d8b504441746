#pragma once
// The variance of each parameter's minibatch gradient, measured while sampling, so that a kernel
// can inject that much less noise.
//
//   v_i <- v_i + (d_i² - v_i) / memory,   d = the scaled difference of a minibatch's two halves
//   r   <- (mean of d² of late) / (mean of v)
//
// r v_i is the estimate: v has the shape, which takes long to learn and changes little, and r the
// level, which follows theta and the rung within a sweep. d has the minibatch's own covariance
// whatever the drift does, which the change of gradients from step to step has not.
//
// v is never frozen, since it belongs to a replica, which changes rungs for as long as it lives. It
// doesn't depend on the minibatch and the noise of the step that uses it, so that the covariance of
// a step's noise is right on average. It moves by 1/memory of itself a step, so that it depends
// less on the theta that it is used at the longer the memory is.
//
// Source: Ahn, Korattikara & Welling, "Bayesian posterior sampling via stochastic gradient Fisher
// scoring", ICML 2012, section 4, which takes the covariance of per-example gradients.

#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"

namespace temper {

/// Legal order: start learn*. The slot and the scalars are the replica's; `slot` is v's place.
class MinibatchNoise {
 public:
  static constexpr std::uint32_t every = 4;  ///< steps between two measurements

  static std::string slot_name() { return "gradient_variance"; }
  static std::vector<std::string> scalar_names() {
    return {"n_measured", "recent_variance", "variance_ratio"};
  }

  explicit MinibatchNoise(std::size_t slot) : slot_(slot) {}

  bool is_due(const StepKey& key) const { return key.step % every == 0; }

  void start(Replica& replica) const;

  /// @param difference  d [P], nats
  void learn(Replica& replica, std::span<const float> difference) const;

  std::span<const float> variance(const Replica& replica) const { return replica.slots[slot_]; }
  double ratio(const Replica& replica) const { return replica.scalars[2]; }

 private:
  std::size_t slot_;
};

}  // namespace temper
