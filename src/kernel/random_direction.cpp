// Random directions: a descent that needs no gradient, for models without one.
//
//   theta <- theta - lr (F(theta + probe z) - F(theta - probe z)) / (2 probe) z + s xi
//
// F = (U + prior part) / N over all the data, z uniform on the sphere |z|² = P, so that the mean
// of the first term is lr grad F up to order probe², and s = sqrt(2 lr T / N) as in sgld.
//
// Source: Robert & Casella, "Introducing Monte Carlo Methods with R", 2010, section 5.3.2, where
// z has length one and lr is called alpha.

#include <cmath>

#include "config/section.h"
#include "kernel/dynamics.h"
#include "kernel/heat.h"
#include "kernel/kernel.h"
#include "kernel/thermal.h"
#include "random/blocks.h"
#include "random/noise.h"

namespace temper {
namespace {

class RandomDirection final : public Kernel, public Thermal {
 public:
  explicit RandomDirection(const Section& options)
      : options_(options),
        lr_(options.number(
            "lr", {.fallback = 0.01, .min = 0, .above_min = true, .help = "of the mean loss U/N"})),
        probe_(options.number("probe", {.fallback = 0.01,
                                        .min = 0,
                                        .above_min = true,
                                        .help = "distance in a parameter between theta and the "
                                                "places where the loss is looked at"})) {}

  double step_size() const override { return lr_; }
  const Thermal* thermal() const override { return this; }
  double evaluations_per_step(const Potential& potential, std::size_t) const override {
    return 2 * static_cast<double>(potential.n_points()) / 3;
  }

  void check(const Target& target) const override { refuse_infinite_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t) override {
    n_points_ = static_cast<double>(potential.n_points());
    for (auto* scratch : {&direction_, &noise_, &place_}) scratch->resize(potential.dim());
  }

  void start(Move&, const RngKey&) const override {}

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) update(move, key.rng(move.replica->id), potential);
  }

  double noise_level(double temperature, const Potential& potential) const override {
    return std::sqrt(2 * lr_ * temperature / static_cast<double>(potential.n_points()));
  }

  double temperature_of(double noise_level, const Potential& potential) const override {
    return noise_level * noise_level * static_cast<double>(potential.n_points()) / (2 * lr_);
  }

 private:
  void update(const Move& move, const RngKey& key, Potential& potential) {
    auto& theta = move.replica->theta;
    fill_noise(Noise::gaussian, key, 0, direction_);
    set_speed(direction_);
    fill_noise(Noise::gaussian, key, second_block, noise_);
    const double slope =
        (loss(move, probe_, potential) - loss(move, -probe_, potential)) / (2 * probe_);
    const auto along = static_cast<float>(-move.step_size * slope);
    const auto heat =
        static_cast<float>(std::sqrt(2 * move.step_size * move.target.temperature / n_points_));
    for (std::size_t i = 0; i < theta.size(); ++i)
      theta[i] += along * direction_[i] + heat * noise_[i];
  }

  /// F at theta + distance z.
  double loss(const Move& move, double distance, Potential& potential) {
    const auto step = static_cast<float>(distance);
    for (std::size_t i = 0; i < place_.size(); ++i)
      place_[i] = move.replica->theta[i] + step * direction_[i];
    const Energy energy = potential.energy(place_);
    const Weights weights = move.target.drift_weights();
    return (weights.U * energy.U + weights.V * energy.V) / n_points_;
  }

  Section options_;
  double lr_, probe_;
  double n_points_ = 0;
  Floats direction_, noise_, place_;  ///< [P] each
};

const bool registered = kernels().add(
    "random-direction", "descends along random directions, without gradients",
    [](const Section& options) { return std::make_unique<RandomDirection>(options); });

}  // namespace
}  // namespace temper
