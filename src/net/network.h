#pragma once
// Layers and a loss: a block of examples forward to its losses and backward to their gradient.

#include <memory>
#include <vector>

#include "base/floats.h"
#include "net/loss.h"
#include "net/stack.h"

namespace temper {

/// A block of examples, at most Network::max_rows.
struct Examples {
  std::size_t rows = 0;
  std::span<const float> inputs;  ///< [rows, n_inputs]
  Targets targets;                ///< empty where only outputs are wanted
  /// [rows] what multiplies each U_i and its gradient; empty: 1
  std::span<const float> weights = {};
};

/// The Gauss-Newton matrix of a block of examples, F = J' J, and their gradient, J' pull.
struct FisherRows {
  std::span<float> jacobian;  ///< [rows n_fisher_roots, P] out
  std::span<double> pulls;    ///< [rows n_fisher_roots] out
  std::span<double> losses;   ///< [rows] out: U_i, weighted
};

/// Holds no parameters, only workspace: one object serves all replicas of a rank, one call at a
/// time. theta is the blocks of the layers in order, then those of the loss.
class Network {
 public:
  /// Rows of a pass: more examples are done block by block. 256 rows of up to 1,000 values stay
  /// in a 2 MB cache, and keep matrix products at full speed.
  static constexpr std::size_t max_rows = 256;

  /// Requires that each layer takes the output of the one before, and the loss that of the last.
  Network(const Shape& input, std::vector<std::unique_ptr<Layer>> layers,
          std::unique_ptr<Loss> loss);

  std::size_t dim() const { return dim_; }  ///< P
  std::size_t n_inputs() const { return n_inputs_; }
  std::size_t n_predictions() const { return loss_->n_predictions(); }
  const TargetNoise* noise() const { return loss_->noise(); }  ///< null for classes

  /// By rising offset, without gaps: "layer0.weight", "layer0.bias", …, "loss.log_sd".
  const std::vector<Block>& blocks() const { return blocks_; }

  /// Starts the blocks that have an initialiser; leaves the others as they are.
  void initialise(std::span<float> theta, Rng& rng) const;

  /// @param losses [rows] out: U_i, weighted
  void losses(std::span<const float> theta, const Examples& examples, std::span<double> losses);

  /// The same, and adds scale * sum grad U_i to `gradient` [P].
  void gradient(std::span<const float> theta, const Examples& examples, double scale,
                std::span<double> losses, std::span<float> gradient);

  /// Of one example; 0: the loss doesn't know its Fisher information.
  std::size_t n_fisher_roots() const { return loss_->n_fisher_roots(); }

  /// Costs n_fisher_roots() gradients. Requires that there are roots.
  void fisher_rows(std::span<const float> theta, const Examples& examples, const FisherRows& rows);

  /// @param predictions [rows, n_predictions] out
  /// @param losses      [rows] out: U_i; empty: not wanted
  void predict(std::span<const float> theta, const Examples& examples,
               std::span<double> predictions, std::span<double> losses = {});

 private:
  void add_blocks(const std::string& owner, std::vector<Block> blocks);
  std::span<const float> forward(std::span<const float> theta, const Examples& examples);
  void weighted_gradient(std::span<const float> theta, const Examples& examples, double scale,
                         std::span<double> losses, std::span<float> gradient);
  void backward(std::span<const float> theta, const Examples& examples, std::span<float> gradient);
  double start_fisher_row(std::span<const float> theta, const Examples& examples, std::size_t root,
                          std::size_t row, std::span<float> by_theta);

  std::size_t dim_ = 0, n_inputs_;
  Stack layers_;
  std::unique_ptr<Loss> loss_;
  std::size_t loss_offset_ = 0;
  std::vector<Block> blocks_;
  Floats outputs_, grad_outputs_;  ///< [max_rows, n_outputs]
};

}  // namespace temper
