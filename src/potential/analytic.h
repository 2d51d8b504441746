#pragma once
// Potentials whose answers are known, so that samplers can be checked against the truth.

#include <optional>
#include <span>
#include <vector>

#include "potential/potential.h"

namespace temper {

/// The truth at one rung.
struct Known {
  std::vector<double> mean;      ///< [P] of theta
  std::vector<double> variance;  ///< [P] of theta
  double log_Z = 0;  ///< ln of the integral of exp(-w.U U - w.V V); exp(-V) integrates to one
};

/// All of the data is one point unless a daughter says otherwise.
class AnalyticPotential : public Potential {
 public:
  /// nullopt where the rung's distribution is improper. Requires T > 0.
  virtual std::optional<Known> known(const Target& target) const = 0;

  /// An independent draw from the rung's distribution, which must be proper. @param theta out
  virtual void draw(const Target& target, std::span<float> theta, Rng& rng) const = 0;

  std::size_t n_points() const override { return 1; }
  Energy energy(std::span<const float> theta) override;
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;
  void initialise(std::span<float> theta, Rng& rng) const override { draw_prior(theta, rng); }
  void draw_prior(std::span<float> theta, Rng& rng) const override;
  std::vector<ParameterBlock> layout() const override { return {{"theta", {dim()}, 0}}; }

 protected:
  /// @param gradient  [P] out, of w.U U + w.V V; or empty: not wanted
  virtual Energy evaluate(std::span<const float> theta, Weights weights,
                          std::span<float> gradient) = 0;
};

}  // namespace temper
