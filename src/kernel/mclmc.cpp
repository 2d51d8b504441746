// MCLMC, microcanonical Langevin without a Metropolis test: at every step the direction of motion
// forgets a part of itself, and then one step of the integrator follows the gradient of
// w.U U + w.V V over all the data at constant speed (dynamics.h).
//
//   v <- v + sqrt(exp(2 / memory) - 1) xi, scaled back to |v|² = P
//
// The bias is that of the integrator, and falls as step⁴; what it leaves behind at every step is an
// error of the energy, that of w.U U + w.V V plus what the turns add. Its square per parameter, in
// the mean of logarithms, says how long a step may be: warm-up starts at a generous one and ends at
// `error`. A step whose error² is above a thousand, or not a number, is taken back, the
// direction turned round, and the replica's next steps are shorter for a while. Nothing depends on
// a temperature, so nothing needs rescaling after a swap.
//
// Sources: Robnik & Seljak, "Fluctuation without dissipation: microcanonical Langevin Monte Carlo",
// AABI 2024, eq. 11 for the partial refreshment and section 4 for the error; Sommer et al.,
// "Microcanonical Langevin ensembles", ICLR 2025, for an aim that falls in warm-up, with networks
// from 0.5 to 0.1 in the plain mean, which single outliers rule.

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "config/section.h"
#include "kernel/dynamics.h"
#include "kernel/heat.h"
#include "kernel/integrator.h"
#include "kernel/kernel.h"
#include "kernel/known_gradient.h"
#include "kernel/metropolis.h"
#include "kernel/thermal.h"
#include "kernel/vectors.h"
#include "random/blocks.h"
#include "random/noise.h"

namespace temper {
namespace {

constexpr std::size_t gradient_slot = 0, velocity_slot = 1;
constexpr std::size_t share_scalar = 1;  ///< of the rung's step that the replica can take

/// Short memories lessen the bias and slow the walk.
NumberOrWord usual_memory(const NumberOrWord& step) {
  if (std::holds_alternative<double>(step)) return 20.0;
  return std::string("adapted");
}

class Mclmc final : public Kernel, public Thermal {
 public:
  explicit Mclmc(const Section& options)
      : options_(options),
        step_(options.number_or(
            "step", {"adapted"}, std::string("adapted"),
            {.min = 0,
             .above_min = true,
             .help = "of a parameter, in a step; adapted: as `error` asks for, in warm-up"})),
        error_(options.number("error", {.fallback = 0.005,
                                        .min = 0,
                                        .above_min = true,
                                        .help = "squared energy error of a step, per parameter, "
                                                "at which adapted steps arrive [nat²]"})),
        memory_(options.number_or(
            "memory", {"adapted"}, usual_memory(step_),
            {.min = 0,
             .above_min = true,
             .help = "steps to a new direction; adapted: as many as memory_length takes; the "
                     "default is 20 with a step that is given"})),
        memory_length_(options.number(
            "memory_length", {.fallback = 0.15,
                              .min = 0,
                              .above_min = true,
                              .help = "of a parameter, on the way to a new direction, where "
                                      "memory is adapted"})),
        integrator_(read_integrator(options, "minimal-norm")),
        dynamics_(microcanonical()) {}

  std::vector<std::string> slot_names() const override {
    return {KnownGradient::slot_name, "velocity"};
  }
  std::vector<std::string> scalar_names() const override {
    return {KnownGradient::scalar_name, "step_share"};
  }
  double step_size() const override {
    const auto* step = std::get_if<double>(&step_);
    return step ? *step : first_guess;
  }
  double target_error(double progress) const override {
    if (std::holds_alternative<double>(step_)) return std::numeric_limits<double>::quiet_NaN();
    return std::max(error_, first_error * std::pow(error_ / first_error, progress));
  }
  const Thermal* thermal() const override { return this; }
  bool keeps_energy() const override { return true; }

  std::string step_key() const override { return "step"; }
  /// The bias falls at least as step².
  double scale_within(double aim, double excess, bool) const override {
    return std::sqrt(aim / std::abs(excess));
  }

  void check(const Target& target) const override { refuse_zero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    dynamics_->refuse_dim(potential.dim());
    known_.prepare(max_group);
    noise_.resize(potential.dim());
    before_.assign(max_group, {Floats(potential.dim()), Floats(potential.dim()), {}, 0});
  }

  void start(Move& move, const RngKey& key) const override {
    KnownGradient::forget(*move.replica);
    move.replica->scalars[share_scalar] = 1;
    auto& velocity = move.replica->slots[velocity_slot];
    fill_noise(Noise::gaussian, key, second_block, velocity);
    set_speed(velocity);
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    known_.learn(group, potential);
    for (std::size_t i = 0; i < group.size(); ++i) begin(group[i], key, before_[i]);
    for (std::size_t k = 0; k < integrator_.drifts.size(); ++k) {
      kick(group, integrator_.kicks[k]);
      for (const auto& move : group) drift(move, integrator_.drifts[k]);
      learn_again(group, potential);
    }
    kick(group, integrator_.kicks.back());
    for (std::size_t i = 0; i < group.size(); ++i) end(group[i], before_[i]);
  }

  void change_rung(Replica& replica, const Move&, const Move&) const override {
    KnownGradient::forget(replica);
  }

 private:
  static constexpr double first_guess = 0.05, first_error = 0.1;
  static constexpr double hopeless = 1000;  ///< error² / P at which a step is taken back
  static constexpr double recovery = 1.02;  ///< of a replica's step, after each that is none
  static constexpr double least_error = 1e-8;

  /// Where a step began, and what it has added so far to minus the log density of its direction.
  struct Before {
    Floats theta, gradient;  ///< [P]
    Energy energy;
    double growth = 0;
  };

  void begin(Move& move, const StepKey& key, Before& before) {
    const Replica& replica = *move.replica;
    move.sums.add_configurational(
        move.target.temperature *
        configurational_temperature(replica, replica.slots[gradient_slot]));
    before.theta = replica.theta;
    before.gradient = replica.slots[gradient_slot];
    before.energy = replica.energy;
    before.growth = 0;
    turn(move, key);
  }

  void end(Move& move, const Before& before) const {
    auto& replica = *move.replica;
    const Weights weights = move.target.weights();
    const double change = weights.U * (replica.energy.U - before.energy.U) +
                          weights.V * (replica.energy.V - before.energy.V) + before.growth;
    const double square = change * change / static_cast<double>(replica.theta.size());
    const bool is_hopeless = !(square < hopeless);
    auto& share = replica.scalars[share_scalar];
    const double error = is_hopeless ? hopeless : std::max(square, least_error);
    move.sums.add_error(std::log(error) - 6 * std::log(share));  // as of the whole step
    share = is_hopeless ? share / 2 : std::min(1.0, share * recovery);
    if (!is_hopeless) return;
    replica.theta = before.theta;
    replica.slots[gradient_slot] = before.gradient;
    replica.energy = before.energy;
    reset_direction(replica.slots[velocity_slot]);
  }

  /// Round, so that the step before is retraced; to any direction if there is none any more.
  static void reset_direction(Floats& velocity) {
    const bool is_lost = !std::all_of(velocity.begin(), velocity.end(),
                                      [](float element) { return std::isfinite(element); });
    for (float& element : velocity) element = is_lost ? 1.0F : -element;
  }

  /// The partial refreshment.
  void turn(const Move& move, const StepKey& key) {
    auto& velocity = move.replica->slots[velocity_slot];
    fill_noise(Noise::gaussian, key.rng(move.replica->id), 0, noise_);
    const auto* steps = std::get_if<double>(&memory_);
    const double memory = steps ? *steps : std::max(1.0, memory_length_ / move.step_size);
    const auto scale = static_cast<float>(std::sqrt(std::expm1(2 / memory)));
    add_scaled(scale, noise_, velocity);
    set_speed(velocity);
  }

  static double step_of(const Move& move) {
    return move.step_size * move.replica->scalars[share_scalar];
  }

  void kick(std::span<const Move> group, double share) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      auto& slots = group[i].replica->slots;
      before_[i].growth +=
          dynamics_->kick(share * step_of(group[i]), slots[gradient_slot], slots[velocity_slot]);
    }
  }

  static void drift(const Move& move, double share) {
    add_scaled(static_cast<float>(share * step_of(move)), move.replica->slots[velocity_slot],
               move.replica->theta);
  }

  void learn_again(std::span<const Move> group, Potential& potential) {
    for (const auto& move : group) KnownGradient::forget(*move.replica);
    known_.learn(group, potential);
  }

  Section options_;
  NumberOrWord step_;
  double error_;
  NumberOrWord memory_;
  double memory_length_;
  Integrator integrator_;
  std::unique_ptr<Dynamics> dynamics_;
  KnownGradient known_;
  Floats noise_;                ///< [P]
  std::vector<Before> before_;  ///< [max_group]
};

const bool registered =
    kernels().add("mclmc", "microcanonical Langevin: fast, biased by its step, all of the data",
                  [](const Section& options) { return std::make_unique<Mclmc>(options); });

}  // namespace
}  // namespace temper
