#pragma once
// The ball in the valley: one parameter, a steep local minimum beside a deeper wide one, and a data
// set of which every example has a curve of its own.
//
//   U_i = U / N + (noise / N) cos(2 pi theta_0 / wavelength + phase_i),   phase_i = 2 pi i / N
//
// The phases go round a whole circle, so the waves of all examples cancel, and U along theta_0 is
// exactly three parabolas that meet with equal slopes: about the local minimum, the barrier, and
// the global minimum. Between them its derivative is a broken line.
//
//   minibatch of B   U + (noise / B) sum of its cosines: now and then the barrier is gone
//
// What lies across, for dim > 1, and V: line_potential.h. A start is anywhere between the walls,
// but the first one of a search lies beside the local minimum.

#include "potential/line_potential.h"

namespace temper {

class Valley final : public LinePotential {
 public:
  static constexpr double local = -1.5, barrier = -0.75, global = 2;  ///< where U' = 0
  static constexpr double U_global = 4;                               ///< nats

  /// Reads `points` and `noise`, and what LinePotential reads.
  explicit Valley(const Section& options);

  std::size_t n_points() const override { return n_points_; }
  void gradients(std::span<GradientTask> group) override;
  void pointwise(std::span<const float> theta, Batch batch, std::span<double> out) override;
  void initialise(std::span<float> theta, Rng& rng) const override;
  void initialise_first(std::span<float> theta, Rng& rng) const override;

 private:
  double along(double x, double& slope) const override;
  double angle_at(double x, std::size_t example) const;  ///< of the example's wave
  void start_between(double low, double high, std::span<float> theta, Rng& rng) const;

  std::size_t n_points_;
  double noise_;
};

}  // namespace temper
