#pragma once
// The gradients of a group's step, each replica on its own minibatch, for kernels without a
// Metropolis test.

#include <optional>
#include <span>
#include <vector>

#include "base/floats.h"
#include "config/section.h"
#include "data/minibatch.h"
#include "kernel/kernel.h"

namespace temper {

/// Legal order: prepare compute*.
class MinibatchGradient {
 public:
  /// Reads `batch` and `order`. @param with_prior  false: the drift leaves V out
  explicit MinibatchGradient(const Section& options, bool with_prior = true);

  /// Refuses (UsageError) a batch larger than the data.
  void prepare(const Potential& potential, std::size_t max_group);

  /// The drift of every move of the group, in its order: T grad(w.U U + w.V V) by the rung's
  /// tempering, with the data's part estimated from the minibatch that is due. Valid until the
  /// next call. Requires T < inf.
  std::span<const GradientTask> compute(std::span<const Move> group, const StepKey& key,
                                        Potential& potential);

 private:
  Batch batch_of(std::size_t place, const Move& move, const StepKey& key);

  Section options_;
  bool with_prior_;
  std::optional<std::size_t> batch_;  ///< as asked for; nullopt: all of the data
  bool shrinks_;                      ///< to fit the data
  bool replacement_;
  std::optional<MinibatchOrder> order_;  ///< nullopt: all of the data
  std::vector<std::uint32_t> indices_;   ///< [max_group, B]
  std::vector<Floats> gradients_;        ///< [max_group][P]
  std::vector<GradientTask> tasks_;      ///< [max_group]
};

}  // namespace temper
