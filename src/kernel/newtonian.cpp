#include "kernel/dynamics.h"
#include "kernel/vectors.h"
#include "random/noise.h"

namespace temper {
namespace {

class Newtonian final : public Dynamics {
 public:
  void refresh(const RngKey& key, std::span<float> velocity) const override {
    fill_noise(Noise::gaussian, key, 0, velocity);
  }

  /// The growth of |v|²/2, from the velocities as rounded.
  double kick(double step, std::span<const float> gradient,
              std::span<float> velocity) const override {
    const double before = dot(velocity, velocity);
    add_scaled(static_cast<float>(-step), gradient, velocity);
    return (dot(velocity, velocity) - before) / 2;
  }
};

}  // namespace

std::unique_ptr<Dynamics> newtonian() { return std::make_unique<Newtonian>(); }

}  // namespace temper
