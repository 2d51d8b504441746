#include <cmath>

#include "base/errors.h"
#include "base/noise.h"
#include "kernel/dynamics.h"

namespace temper {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
  return sum;
}

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
    for (std::size_t i = 0; i < velocity.size(); ++i)
      velocity[i] = keep * velocity[i] + add * gradient[i];
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
