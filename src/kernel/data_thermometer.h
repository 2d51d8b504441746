#pragma once
// How hot the momentum is in the directions in which the data act. The mean over all parameters
// hides them: with more parameters than examples most parameters are at rest in the prior, at T.
//
//   d = (gradient of a few examples) - (gradient of as many others),   K = kinetic temperature of
//   the component of m along d
//
// d is a draw from the directions of the gradient noise, which for a likelihood are those of its
// curvature as well. The examples are drawn without a look at m, so that E (d . m)² / |d|² is T's
// mean square wherever m is at T in all directions.
//
// Source: Mandt, Hoffman & Blei, "Stochastic gradient descent as approximate Bayesian inference",
// JMLR 18, 2017, section 4: minibatches heat a direction in proportion to their noise in it.

#include <span>
#include <vector>

#include "base/floats.h"
#include "kernel/kernel.h"

namespace temper {

class DataThermometer {
 public:
  /// Legal order: prepare (is_due | square_along)*. Without examples to tell apart it is never due.
  void prepare(const Potential& potential);

  bool is_due(const Move& move, const StepKey& key) const {
    return move.is_watched && n_points_ > 1 && key.total % every_ == 0 &&
           move.target.temperature > 0;
  }

  /// (d . m)² / |d|² for the momentum m, before the step that `key` names. NaN if d is 0.
  double square_along(const Move& move, const StepKey& key, std::span<const float> momentum,
                      Potential& potential);

 private:
  std::size_t n_points_ = 0;
  std::uint32_t every_ = 8;              ///< steps between two readings
  std::vector<std::uint32_t> examples_;  ///< of both gradients, one after the other
  Floats first_, second_;                ///< [P] the gradients
};

}  // namespace temper
