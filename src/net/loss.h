#pragma once
// What a network's outputs say of the targets: U_i, the negative log likelihood of each example,
// in nats with every constant, and the predictive distribution.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/registry.h"
#include "net/block.h"

namespace temper {

class Section;
class TargetNoise;

/// What a loss must know of the targets: classes, or numbers.
struct TargetSpec {
  std::size_t n_classes = 0;          ///< 0: regression
  std::size_t n_targets = 0;          ///< 0: classification
  std::vector<double> mean = {};      ///< [n_targets]: original = mean + sd * target
  std::vector<double> sd = {};        ///< [n_targets]
  std::vector<double> least_sd = {};  ///< [n_targets] of a noise, in units of sd; empty: none
};

/// The targets of a block of examples; the one that doesn't apply is empty.
struct Targets {
  std::span<const float> values;         ///< [rows, n_targets]
  std::span<const std::int32_t> labels;  ///< [rows], each in [0, n_classes)
};

struct LossGradient {
  std::span<const float> theta;    ///< [p] the loss's own parameters
  std::span<const float> outputs;  ///< [rows, n_outputs]
  Targets targets;
  double scale = 1;               ///< multiplies both gradients
  std::span<double> losses;       ///< [rows] out: U_i, not scaled
  std::span<float> grad_outputs;  ///< [rows, n_outputs] out: scale dU_i / d outputs
  std::span<float> gradient;      ///< [p] out: scale sum dU_i / d theta is added
};

/// One root r of the Fisher information of an example: F = sum of r r' over the roots, by outputs
/// and by the loss's own parameters. The example's gradient is the sum of pull * r.
struct FisherRoot {
  std::span<const float> theta;    ///< [p] the loss's own parameters
  std::span<const float> outputs;  ///< [n_outputs] of the example
  Targets targets;                 ///< of the example
  std::span<float> by_outputs;     ///< [n_outputs] out
  std::span<float> by_theta;       ///< [p] out
  double pull = 0;                 ///< out
};

/// Legal order: prepare (losses | gradient | predict)*. After prepare no call allocates.
class Loss {
 public:
  virtual ~Loss() = default;

  virtual std::size_t n_outputs() const = 0;  ///< of the network, for one example

  /// The loss's own parameters, in the order of its theta.
  virtual std::vector<Block> blocks() const { return {}; }

  /// Allocates scratch for blocks of up to `max_rows` examples.
  virtual void prepare(std::size_t /*max_rows*/) {}

  /// @param losses [rows] out: U_i
  virtual void losses(std::span<const float> theta, std::span<const float> outputs,
                      const Targets& targets, std::span<double> losses) = 0;

  virtual void gradient(const LossGradient& task) = 0;

  /// Roots that make up the Fisher information of one example; 0: it isn't known.
  virtual std::size_t n_fisher_roots() const { return 0; }

  /// Fills in one of them. Requires root < n_fisher_roots().
  virtual void fisher_root(std::size_t /*root*/, FisherRoot& /*task*/) const {}

  /// Numbers in the prediction of one example: class probabilities [n_classes], or means
  /// [n_targets] then standard deviations [n_targets], in original units.
  virtual std::size_t n_predictions() const = 0;

  /// @param predictions [rows, n_predictions] out
  virtual void predict(std::span<const float> theta, std::span<const float> outputs,
                       std::span<double> predictions) = 0;

  /// How targets scatter around predictions; null for classes.
  virtual const TargetNoise* noise() const { return nullptr; }
};

/// Losses by their config name. A maker gets [model] and refuses (UsageError) targets that the
/// loss is not for.
Registry<Loss, const Section&, const TargetSpec&>& losses();

/// Refuses (UsageError) classes for a loss of numbers.
void require_numbers(const Section& model, const TargetSpec& targets, const char* loss);

/// The loss that `model.loss` names; default: softmax for classes, gaussian for numbers.
std::unique_ptr<Loss> make_loss(const Section& model, const TargetSpec& targets);

}  // namespace temper
