#pragma once
// What is true of the temperature that a kernel without a Metropolis test keeps: which noise it
// injects, what heats it beyond that, and which settings change it. Who judges a run asks here, and
// knows no kernel by name.

#include <cmath>
#include <limits>
#include <string>

#include "kernel/kernel.h"

namespace temper {

class Thermal {
 public:
  virtual ~Thermal() = default;

  /// Noise level s at temperature T (noise-injecting kernels), and back; NaN where there is none.
  virtual double noise_level(double /*temperature*/, const Potential&) const { return unknown; }
  virtual double temperature_of(double /*noise_level*/, const Potential&) const { return unknown; }

  /// How much hotter than T the noise of minibatches alone makes the replica's rung, were the
  /// step size (or one over the batch) `scale` times what it is; in units of temperature. NaN
  /// where the kernel doesn't measure that noise, or nothing can be colder than the rung: T = 0.
  virtual double excess_temperature(const Move&, double /*scale*/) const { return unknown; }

  /// Share of the parameters that minibatches alone heat beyond T, so that all of the injected
  /// noise is taken off and it is not enough. NaN likewise.
  virtual double clipped_share(const Move&) const { return unknown; }

  /// The key of [kernel] that sets the step size: "lr".
  virtual std::string step_key() const { return "lr"; }

  /// The part of its step size (or of one over its batch) at which a rung that is now at
  /// T (1 + excess) would be off by `aim` T. The excess of Langevin steps is convex in their size
  /// and 0 at 0, so at most proportional to it.
  virtual double scale_within(double aim, double excess, bool /*is_minibatch*/) const {
    return aim / std::abs(excess);
  }

  /// The setting that takes the heat of minibatches off the injected noise; "": there is none, or
  /// it is set.
  virtual std::string compensation() const { return ""; }

  /// What makes its thermostat settle between swaps: "a smaller kernel.inertia"; "": it has none.
  virtual std::string settling() const { return ""; }

  /// A sentence on what its temperatures leave out; "" if nothing.
  virtual std::string blind_spot() const { return ""; }

 protected:
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
};

/// Of kernels that don't say, all is NaN.
inline double noise_level(const Kernel& kernel, double temperature, const Potential& potential) {
  const auto* thermal = kernel.thermal();
  return thermal ? thermal->noise_level(temperature, potential) : std::nan("");
}
inline double temperature_of(const Kernel& kernel, double level, const Potential& potential) {
  const auto* thermal = kernel.thermal();
  return thermal ? thermal->temperature_of(level, potential) : std::nan("");
}
inline double excess_temperature(const Kernel& kernel, const Move& move, double scale) {
  const auto* thermal = kernel.thermal();
  return thermal ? thermal->excess_temperature(move, scale) : std::nan("");
}
inline double clipped_share(const Kernel& kernel, const Move& move) {
  const auto* thermal = kernel.thermal();
  return thermal ? thermal->clipped_share(move) : std::nan("");
}

}  // namespace temper
