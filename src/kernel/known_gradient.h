#pragma once
// The gradient over all the data at a replica's theta, kept from one step to the next, so that a
// leapfrog step costs one gradient and not two.

#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"

namespace temper {

/// Legal order: prepare (learn | forget)*. A kernel that has one lists its slot and its scalar
/// first.
class KnownGradient {
 public:
  static constexpr const char* slot_name = "gradient";
  static constexpr const char* scalar_name = "gradient_is_known";

  void prepare(std::size_t max_group) { tasks_.reserve(max_group); }

  /// Fills slot 0 with the gradient of w.U U + w.V V at theta and Replica::energy, wherever they
  /// are not known.
  void learn(std::span<const Move> group, Potential& potential);

  /// For a replica whose theta or rung has changed.
  static void forget(Replica& replica) { replica.scalars[0] = 0; }

 private:
  std::vector<GradientTask> tasks_;
};

/// Potential::gradients with V in every energy.
void evaluate(std::span<GradientTask> tasks, Potential& potential);

}  // namespace temper
