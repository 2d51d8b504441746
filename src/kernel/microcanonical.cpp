#include <cmath>

#include "base/errors.h"
#include "kernel/dynamics.h"
#include "kernel/vectors.h"
#include "random/noise.h"

namespace temper {
namespace {

class Microcanonical final : public Dynamics {
 public:
  void refuse_dim(std::size_t dim) const override {
    if (dim < 2)
      throw UsageError(
          "kernel.type: microcanonical dynamics turns a direction, and there is none "
          "with a single parameter; \"hmc\" moves that");
  }

  void refresh(const RngKey& key, std::span<float> velocity) const override {
    fill_noise(Noise::gaussian, key, 0, velocity);
    set_speed(velocity);
  }

  /// Everything divided by exp(d), so that a strong force does not overflow.
  double kick(double step, std::span<const float> gradient,
              std::span<float> velocity) const override {
    const double force = std::sqrt(dot(gradient, gradient));
    if (force == 0) return 0;
    const auto dim = static_cast<double>(velocity.size());
    const double d = step * std::sqrt(dim) * force / (dim - 1);
    const double along = -dot(gradient, velocity) / (force * std::sqrt(dim));  // e.u
    const double decay = std::exp(-d), turn = (1 - decay * decay) / 2;
    const double cosh = (1 + decay * decay) / 2;
    const double norm = cosh + along * turn;
    const auto keep = static_cast<float>(decay / norm);
    const auto add =
        static_cast<float>(-std::sqrt(dim) / force * (turn + along * (cosh - decay)) / norm);
    combine(keep, add, gradient, velocity);
    set_speed(velocity);
    return (dim - 1) * (d + std::log(norm));
  }
};

}  // namespace

void set_speed(std::span<float> velocity) {
  const auto dim = static_cast<double>(velocity.size());
  const auto scale = static_cast<float>(std::sqrt(dim / dot(velocity, velocity)));
  for (float& element : velocity) element *= scale;
}

std::unique_ptr<Dynamics> microcanonical() { return std::make_unique<Microcanonical>(); }

}  // namespace temper
