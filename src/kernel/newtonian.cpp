#include "base/noise.h"
#include "kernel/dynamics.h"

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
    const auto scale = static_cast<float>(step);
    double growth = 0;
    for (std::size_t i = 0; i < velocity.size(); ++i) {
      const double before = velocity[i];
      velocity[i] -= scale * gradient[i];
      growth += 0.5 * (velocity[i] - before) * (velocity[i] + before);
    }
    return growth;
  }
};

}  // namespace

std::unique_ptr<Dynamics> newtonian() { return std::make_unique<Newtonian>(); }

}  // namespace temper
