#pragma once
// The gradients of a group's step, each replica on its own minibatch, for kernels without a
// Metropolis test.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/floats.h"
#include "config/section.h"
#include "kernel/kernel.h"
#include "random/minibatch.h"

namespace temper {

/// Examples in the gradient of a step, by the kernel's `batch`, as far as there are that many.
/// @param kernel  [kernel] of a kernel that has the option
std::size_t gradient_batch(const Section& kernel, std::size_t n_points);

/// What a kernel does with its gradients.
struct GradientUse {
  bool with_prior = true;  ///< false: the drift leaves V out
  bool samples = true;     ///< false: it adds no noise, so it only descends
  bool splits = false;     ///< it calls compute_split
};

/// Legal order: prepare (compute | compute_split)*.
class MinibatchGradient {
 public:
  /// Reads `batch` and `order`. Refuses (UsageError) batches of one if it splits them, and epochs,
  /// whose minibatches are not independent.
  explicit MinibatchGradient(const Section& options, const GradientUse& use = {});

  /// Refuses (UsageError) a batch larger than the data.
  void prepare(const Potential& potential, std::size_t max_group);

  /// The drift of every move of the group, in its order: T grad(w.U U + w.V V) by the rung's
  /// tempering, with the data's part estimated from the minibatch that is due. Valid until the
  /// next call. Requires T < inf.
  std::span<const GradientTask> compute(std::span<const Move> group, const StepKey& key,
                                        Potential& potential);

  /// The same from two halves of each minibatch, so that difference(i) tells its noise.
  std::span<const GradientTask> compute_split(std::span<const Move> group, const StepKey& key,
                                              Potential& potential);

  /// After compute_split, for a member of the group: a vector [P] of independent draws with the
  /// covariance of the minibatch's noise in its drift.
  std::span<const float> difference(std::size_t member) const;

  /// False before prepare, and if a gradient takes all of the data: then it has no noise.
  bool is_minibatch() const { return sampling_.has_value(); }

 private:
  Batch batch_of(std::size_t member, const Move& move, const StepKey& key);
  GradientTask task_of(std::size_t member, const Move& move, Batch batch);

  Section options_;
  GradientUse use_;
  std::optional<std::size_t> batch_;  ///< as asked for; nullopt: all of the data
  bool shrinks_;                      ///< to fit the data
  std::string order_;
  std::optional<MinibatchOrder> descending_, sampling_;  ///< nullopt: all of the data
  std::vector<std::uint32_t> indices_;                   ///< [max_group, B]
  std::vector<Floats> gradients_;    ///< [max_group][P], and as many differences if it splits
  std::vector<GradientTask> tasks_;  ///< likewise
  std::size_t n_split_ = 0;          ///< moves of the last compute_split
};

}  // namespace temper
