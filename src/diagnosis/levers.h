#pragma once
// What the kernel of a run could change about its temperatures.

#include <memory>
#include <string>

#include "diagnosis/diagnosed_run.h"
#include "kernel/heat.h"

namespace temper {

struct Levers {
  std::unique_ptr<Kernel> kernel;  ///< as configured, but not prepared
  bool has_test = false;           ///< a Metropolis test: then no setting is to blame
  bool is_epoch = false;           ///< minibatches that depend on each other, and so on theta
  double batch = 1, n_points = 1;

  explicit Levers(const DiagnosedRun& run);

  const Thermal* thermal() const { return kernel->thermal(); }
  bool is_minibatch() const { return batch < n_points; }

  /// The part of the step size at which what is now at T (1 + excess) is off by `aim` T.
  double scale_within(double aim, double excess) const;

  /// "kernel.lr = 0.002 with 5 times as many run.steps"; "" if that is what is set.
  std::string shorter_step(double scale, double step_size) const;

  /// "kernel.batch = 80", "kernel.batch = \"full\"".
  std::string larger_batch(double scale) const;
};

}  // namespace temper
