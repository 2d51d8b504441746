// MCLMC, microcanonical Langevin without a Metropolis test: at every step the direction of motion
// forgets a part of itself, and then one step of the integrator follows the gradient of
// w.U U + w.V V over all the data at constant speed (dynamics.h).
//
//   v <- v + sqrt(exp(2 / memory) - 1) xi, scaled back to |v|² = P
//
// The bias is that of the integrator, and falls as step⁴. Nothing depends on a temperature, so
// nothing needs rescaling after a swap.
//
// Source: Robnik & Seljak, "Fluctuation without dissipation: microcanonical Langevin Monte Carlo",
// AABI 2024, eq. 11 for the partial refreshment.

#include <cmath>

#include "config/section.h"
#include "kernel/dynamics.h"
#include "kernel/integrator.h"
#include "kernel/kernel.h"
#include "kernel/known_gradient.h"
#include "kernel/metropolis.h"
#include "kernel/thermal.h"
#include "kernel/vectors.h"
#include "random/noise.h"

namespace temper {
namespace {

constexpr std::size_t gradient_slot = 0, velocity_slot = 1;

class Mclmc final : public Kernel {
 public:
  explicit Mclmc(const Section& options)
      : options_(options),
        step_(options.number(
            "step",
            {.fallback = 0.05, .min = 0, .above_min = true, .help = "of a parameter, in a step"})),
        memory_(options.number(
            "memory",
            {.fallback = 20, .min = 0, .above_min = true, .help = "steps to a new direction"})),
        integrator_(read_integrator(options, "minimal-norm")),
        dynamics_(microcanonical()) {}

  std::vector<std::string> slot_names() const override {
    return {KnownGradient::slot_name, "velocity"};
  }
  std::vector<std::string> scalar_names() const override { return {KnownGradient::scalar_name}; }
  double step_size() const override { return step_; }
  bool keeps_energy() const override { return true; }

  void check(const Target& target) const override { refuse_zero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    dynamics_->refuse_dim(potential.dim());
    known_.prepare(max_group);
    noise_.resize(potential.dim());
  }

  void start(Move& move, const RngKey& key) const override {
    KnownGradient::forget(*move.replica);
    auto& velocity = move.replica->slots[velocity_slot];
    fill_noise(Noise::gaussian, key, start_block, velocity);
    set_speed(velocity);
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    known_.learn(group, potential);
    for (auto& move : group) {
      move.sums.add_configurational(
          move.target.temperature *
          configurational_temperature(*move.replica, move.replica->slots[gradient_slot]));
      turn(*move.replica, key);
    }
    for (std::size_t k = 0; k < integrator_.drifts.size(); ++k) {
      for (auto& move : group) {
        kick(move, integrator_.kicks[k]);
        drift(move, integrator_.drifts[k]);
      }
      learn_again(group, potential);
    }
    for (auto& move : group) kick(move, integrator_.kicks.back());
  }

  void change_rung(Replica& replica, const Move&, const Move&) const override {
    KnownGradient::forget(replica);
  }

 private:
  /// The partial refreshment.
  void turn(Replica& replica, const StepKey& key) {
    auto& velocity = replica.slots[velocity_slot];
    fill_noise(Noise::gaussian, key.rng(replica.id), 0, noise_);
    const auto scale = static_cast<float>(std::sqrt(std::expm1(2 / memory_)));
    add_scaled(scale, noise_, velocity);
    set_speed(velocity);
  }

  void kick(const Move& move, double share) const {
    auto& slots = move.replica->slots;
    dynamics_->kick(share * move.step_size, slots[gradient_slot], slots[velocity_slot]);
  }

  static void drift(const Move& move, double share) {
    add_scaled(static_cast<float>(share * move.step_size), move.replica->slots[velocity_slot],
               move.replica->theta);
  }

  void learn_again(std::span<const Move> group, Potential& potential) {
    for (const auto& move : group) KnownGradient::forget(*move.replica);
    known_.learn(group, potential);
  }

  Section options_;
  double step_, memory_;
  Integrator integrator_;
  std::unique_ptr<Dynamics> dynamics_;
  KnownGradient known_;
  Floats noise_;  ///< [P]
};

const bool registered =
    kernels().add("mclmc", "microcanonical Langevin: fast, biased by its step, all of the data",
                  [](const Section& options) { return std::make_unique<Mclmc>(options); });

}  // namespace
}  // namespace temper
