#pragma once
// What can be evaluated: the seam between samplers above and models below. Nothing above it may
// assume a network; a user's own model comes in here.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "potential/tempered.h"
#include "random/rng.h"

namespace temper {

/// U: negative log likelihood summed over the data; V: negative log prior; both in nats.
struct Energy {
  double U = 0;
  double V = 0;
};

/// Row numbers of training examples, each below N. Empty: all of the data.
using Batch = std::span<const std::uint32_t>;

/// One gradient to compute: inputs first, then what is written.
struct GradientTask {
  std::span<const float> theta;  ///< [P]
  Batch batch;                   ///< [B]
  Weights weights;
  std::span<float> gradient;  ///< [P] out: weights.U (N/B) sum_batch grad U_i + weights.V grad V
  Energy energy;  ///< out: (N/B) sum_batch U_i, and V where it comes for free (else NaN)
};

/// Gradient and curvature over all the data: what a Newton-like step is made of.
struct CurvatureTask {
  std::span<const float> theta;  ///< [P]
  Weights weights;
  std::span<float> gradient;  ///< [P] out: of weights.U U + weights.V V
  std::span<double> matrix;   ///< [P, P] out: of its second derivatives; the lower triangle only
  std::span<float> scratch;   ///< [2 P]
  Energy energy;              ///< out: U and V
};

/// A run of parameters with a name and a shape: theta[offset, offset + product of shape).
struct ParameterBlock {
  std::string name;  ///< "layer0.weight"
  std::vector<std::size_t> shape;
  std::size_t offset = 0;
};

/// Evaluations reuse scratch memory of the object: use one object a thread. After the first call
/// with the largest batch and group, no call allocates.
class Potential {
 public:
  virtual ~Potential() = default;

  virtual std::size_t dim() const = 0;       ///< P
  virtual std::size_t n_points() const = 0;  ///< N; 1 for a potential without data

  /// U and V over all the data, summed in float64 in an order that depends on N only.
  virtual Energy energy(std::span<const float> theta) = 0;

  /// V alone, for callers that estimate U from a minibatch.
  virtual double prior_energy(std::span<const float> theta) { return energy(theta).V; }

  /// Computes every task. What one task gets never depends on the others of its group.
  virtual void gradients(std::span<GradientTask> group) = 0;

  /// Second derivatives, or a positive semidefinite matrix near them where the potential knows one.
  /// Here: central differences of gradients, 2 P + 1 of them.
  virtual void curvature(CurvatureTask& task);

  /// What `curvature` costs, in gradients over all the data.
  virtual double curvature_cost() const { return 2.0 * static_cast<double>(dim()) + 1; }

  /// U_i of each example of the batch (not scaled by N/B). @param out [B], nats
  virtual void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) = 0;

  /// A starting point for training. @param theta [P], out
  virtual void initialise(std::span<float> theta, Rng& rng) const = 0;

  /// Starts the first descent of a search. Differs from `initialise` only for problems about escape
  /// from a given place. @param theta [P], out
  virtual void initialise_first(std::span<float> theta, Rng& rng) const { initialise(theta, rng); }

  /// A draw from exp(-V): the distribution at beta = 0 of likelihood tempering. @param theta out
  virtual void draw_prior(std::span<float> theta, Rng& rng) const = 0;

  /// How theta is made up, by rising offset, without gaps.
  virtual std::vector<ParameterBlock> layout() const = 0;

  /// Names of what `measure` returns: "test_accuracy", "test_log_score", …; may be empty.
  virtual std::vector<std::string> metric_names() const { return {}; }

  /// @param out [metric_names().size()]
  virtual void measure(std::span<const float> /*theta*/, std::span<double> /*out*/) {}

  /// One task, for callers without a group.
  Energy gradient(std::span<const float> theta, Batch batch, Weights weights,
                  std::span<float> out) {
    GradientTask task{theta, batch, weights, out, {}};
    gradients({&task, 1});
    return task.energy;
  }
};

}  // namespace temper
