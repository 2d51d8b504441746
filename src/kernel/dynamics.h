#pragma once
// The two kinds of motion that trajectories follow: how a velocity is drawn, and how a force
// changes it. In both theta moves by step times velocity, and each parameter's velocity is of
// order one.

#include <memory>
#include <span>

#include "random/rng.h"

namespace temper {

class Dynamics {
 public:
  virtual ~Dynamics() = default;

  /// Throws UsageError if it can't move that many parameters.
  virtual void refuse_dim(std::size_t /*dim*/) const {}

  /// A fresh velocity from its own distribution. @param velocity [P] out
  virtual void refresh(const RngKey& key, std::span<float> velocity) const = 0;

  /// Changes the velocity as the force -gradient does in the time `step`.
  /// @returns how much -ln of the velocity's density, less that of the volume it moves in, grew
  virtual double kick(double step, std::span<const float> gradient,
                      std::span<float> velocity) const = 0;
};

/// v ~ N(0, I), v <- v - step gradient: Hamiltonian dynamics with unit masses.
std::unique_ptr<Dynamics> newtonian();

/// v uniform on the sphere |v|² = P, turned by the force at constant speed.
///
///   u <- (u + e (sinh d + e.u (cosh d - 1))) / (cosh d + e.u sinh d)
///
/// with u = v/|v|, e = -gradient/|gradient| and d = step sqrt(P) |gradient| / (P - 1); the change
/// is (P - 1) ln(cosh d + e.u sinh d).
///
/// Source: Robnik, De Luca, Silverstein & Seljak, "Microcanonical Hamiltonian Monte Carlo",
/// JMLR 24, 2023, and Robnik & Seljak, "Fluctuation without dissipation", AABI 2024, for the
/// update; here |v| is sqrt(P) and not one, so that steps compare with those of hmc.
std::unique_ptr<Dynamics> microcanonical();

/// Scales `velocity` to |v|² = P.
void set_speed(std::span<float> velocity);

}  // namespace temper
