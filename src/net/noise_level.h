#pragma once
// Where the scale of a target's noise comes from: [model] noise_sd.
//
//   noise_sd = 0.5          # given, in original units; one for all targets
//   noise_sd = "learned"    # a parameter log sd per target, log sd ~ N(-1, 1) a priori
//   noise_sd = "predicted"  # the net has a second output x per target, for its sd
//
// A predicted sd is least + exp(x), and least + e x above x = 1, so that a far-off x makes no sd of
// astronomical size. `least` keeps it from collapsing where the net can hit every target:
// TargetSpec::least_sd.

#include <memory>
#include <span>
#include <vector>

#include "net/block.h"
#include "net/loss.h"

namespace temper {

/// The noise of one target of one example, in units of the target's sd.
struct LogSd {
  double value;
  double slope = 1;  ///< its derivative by what it comes from: a parameter, or an output
};

class NoiseLevel {
 public:
  virtual ~NoiseLevel() = default;

  /// Of the network, for one example: means [n_targets], then, if predicted, x [n_targets].
  virtual std::size_t n_outputs() const = 0;
  virtual std::vector<Block> blocks() const { return {}; }  ///< of the loss

  virtual LogSd log_sd(std::span<const float> theta, std::span<const float> outputs,
                       std::size_t target) const = 0;

  /// Puts the slope of U_i of one example where that log sd comes from.
  virtual void add_by_log_sd(float slope, std::span<float> grad_outputs, std::span<float> gradient,
                             std::size_t target) const = 0;
};

/// Reads model.noise_sd. Throws UsageError.
std::unique_ptr<NoiseLevel> read_noise_level(const Section& model, const TargetSpec& targets);

}  // namespace temper
