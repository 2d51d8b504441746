// Perturbed SGD: stochastic gradient descent with momentum and noise, which samples the rung's
// distribution as lr -> 0 (with the noise of the minibatches small beside the injected one).
//
//   m     <- mu m - lr (grad L_B + prior part / N) + s xi,    s = sqrt(2 lr (1 - mu) T / N)
//   theta <- theta + m
//
// The underdamped Langevin equation in steps: mu = 0 is SGLD (Welling & Teh, "Bayesian learning
// via stochastic gradient Langevin dynamics", ICML 2011), mu > 0 is SGHMC (Chen, Fox & Guestrin,
// "Stochastic gradient Hamiltonian Monte Carlo", ICML 2014, eq. 15).
//
// With a quadratic potential of curvature N h the stationary variances of theta and m are
// T/(N h) and 2 lr T/(N (1 + mu)), both times 1/(1 - lr h/(2 (1 + mu))): so the mean square of m
// is a thermometer, and reads the same error that theta has. So is (theta - c) . drift / P.
//
// The noise of minibatches heats parameter i by lr N v_i / (2 (1 - mu)), v_i the variance of its
// mean-loss gradient, as long as minibatches are independent (order = "replacement"). In epochs
// it cancels in part, so that theta stays cooler than the thermometer says. `compensate` measures
// v_i and injects the variance s² - lr² v_i instead of s². Where that is below zero nothing is
// injected, and parameter i is at T only if lr / (batch (1 - mu)) falls by the factor
// T / (lr N v_i / (2 (1 - mu))): see excess_temperature.
//
// Source of the compensation: Ahn, Korattikara & Welling, "Bayesian posterior sampling via
// stochastic gradient Fisher scoring", ICML 2012, section 4.

#include <algorithm>
#include <cmath>
#include <optional>

#include "config/section.h"
#include "kernel/data_thermometer.h"
#include "kernel/heat.h"
#include "kernel/kernel.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/minibatch_noise.h"
#include "kernel/momentum_update.h"
#include "kernel/prior_stiffness.h"
#include "kernel/thermal.h"

namespace temper {
namespace {

Noise read_noise(const Section& options) {
  const auto word = options.choice("noise", {"gaussian", "three-point", "none"}, "gaussian",
                                   "added to every parameter at every step; three-point: as good "
                                   "for small steps and five times faster");
  if (word == "none") return Noise::none;
  return word == "gaussian" ? Noise::gaussian : Noise::three_point;
}

double read_momentum(const Section& options) {
  return options.number("momentum", {.fallback = 0.9,
                                     .min = 0,
                                     .max = 1,
                                     .below_max = true,
                                     .help = "share of the last step that is kept"});
}

/// What the kernel's name says that its options don't.
struct Variant {
  double momentum;
  bool compensates;  ///< by default: those that are named as samplers do
};

class Sgd final : public Kernel, public Thermal {
 public:
  Sgd(const Section& options, const Variant& variant)
      : options_(options),
        langevin_{
            .lr = options.number(
                "lr",
                {.fallback = 0.05, .min = 0, .above_min = true, .help = "of the mean loss U/N"}),
            .momentum = variant.momentum},
        noise_(read_noise(options)),
        minibatch_noise_(read_compensation(options, variant, noise_)),
        gradient_(options,
                  {.samples = noise_ != Noise::none, .splits = minibatch_noise_.has_value()}) {}

  std::vector<std::string> slot_names() const override {
    if (minibatch_noise_) return {"momentum", MinibatchNoise::slot_name()};
    return {"momentum"};
  }
  std::vector<std::string> scalar_names() const override {
    return minibatch_noise_ ? MinibatchNoise::scalar_names() : std::vector<std::string>{};
  }
  double step_size() const override { return langevin_.lr; }
  const Thermal* thermal() const override { return this; }

  /// Under likelihood tempering the prior's part of the drift grows with T. Where it is the
  /// stiffest, lr h / (2 (1 + mu)), the error of the temperature, is held at half a per cent: the
  /// curvature of the data comes on top, and 2 % are what a rung may be off.
  double step_size_on(const Target& target, const Potential& potential) const override {
    constexpr double error = 0.005;
    if (target.tempering == Tempering::posterior || !(target.temperature > 1) ||
        std::isinf(target.temperature))
      return step_size();
    const double curvature =
        target.temperature * prior_stiffness(potential) / static_cast<double>(potential.n_points());
    return std::min(step_size(), 2 * (1 + langevin_.momentum) * error / curvature);
  }

  void check(const Target& target) const override { refuse_infinite_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    langevin_ = on(potential);
    gradient_.prepare(potential, max_group);
    along_data_.prepare(potential);
  }

  /// The momentum's stationary distribution, or zero without noise.
  void start(Move& move, const RngKey& key) const override {
    if (minibatch_noise_) minibatch_noise_->start(*move.replica);
    auto& momentum = move.replica->slots[0];
    if (noise_ == Noise::none) return std::fill(momentum.begin(), momentum.end(), 0.0F);
    start_momentum(langevin_, move, key, momentum);
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    const bool measures = compensates() && minibatch_noise_->is_due(key);
    const auto drifts = measures ? gradient_.compute_split(group, key, potential)
                                 : gradient_.compute(group, key, potential);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (noise_ != Noise::none && along_data_.is_due(group[i], key))
        group[i].sums.add_along_data(at(group[i]).kinetic_temperature(
            along_data_.square_along(group[i], key, group[i].replica->slots[0], potential)));
      update(group[i], key, drifts[i].gradient);
      // After the update, whose noise must not know of this minibatch.
      if (measures) minibatch_noise_->learn(*group[i].replica, gradient_.difference(i));
    }
  }

  void change_rung(Replica& replica, const Move& from, const Move& to) const override {
    rescale_momentum(from, to, replica.slots[0]);
  }

  double noise_level(double temperature, const Potential& potential) const override {
    if (noise_ == Noise::none) return unknown;
    return on(potential).noise_level(temperature);
  }

  double temperature_of(double noise_level, const Potential& potential) const override {
    if (noise_ == Noise::none) return unknown;
    return on(potential).temperature_of(noise_level);
  }

  double excess_temperature(const Move& move, double scale) const override {
    if (!is_compensated(move.target)) return unknown;
    const auto variance = minibatch_noise_->variance(*move.replica);
    const double heat = scale * heat_of_variance(move);
    double excess = 0;
    for (const float v : variance)
      excess += std::max(0.0, heat * double{v} - move.target.temperature);
    return excess / static_cast<double>(variance.size());
  }

  std::string compensation() const override {
    return minibatch_noise_ || noise_ == Noise::none ? "" : "kernel.compensate = true";
  }

  double clipped_share(const Move& move) const override {
    if (!is_compensated(move.target)) return unknown;
    const auto variance = minibatch_noise_->variance(*move.replica);
    const double heat = heat_of_variance(move);
    const auto n = std::count_if(variance.begin(), variance.end(), [&](float v) {
      return heat * double{v} > move.target.temperature;
    });
    return static_cast<double>(n) / static_cast<double>(variance.size());
  }

 private:
  static std::optional<MinibatchNoise> read_compensation(const Section& options,
                                                         const Variant& variant, Noise noise) {
    const bool wanted = options.flag("compensate", variant.compensates,
                                     "take the noise of minibatches off the noise that is added");
    if (!wanted || noise == Noise::none) return std::nullopt;
    return MinibatchNoise(/*slot=*/1);
  }

  bool compensates() const { return minibatch_noise_ && gradient_.is_minibatch(); }

  bool is_compensated(const Target& target) const {
    return compensates() && target.temperature > 0 && !std::isinf(target.temperature);
  }

  Langevin on(const Potential& potential) const {
    return {langevin_.lr, langevin_.momentum, static_cast<double>(potential.n_points())};
  }

  Langevin at(const Move& move) const {
    return {move.step_size, langevin_.momentum, langevin_.n_points};
  }

  /// The variance that minibatches give the momentum in a step, over that of the replica's slot.
  double taken(const Langevin& langevin, const Replica& replica) const {
    const double rate = langevin.lr / langevin.n_points;
    return rate * rate * minibatch_noise_->ratio(replica);
  }

  /// The temperature that minibatches give a parameter, over its variance in the replica's slot.
  double heat_of_variance(const Move& move) const {
    const Langevin langevin = at(move);
    return langevin.temperature_of(1) * taken(langevin, *move.replica);
  }

  MomentumUpdate update_of(const Langevin& langevin, const Move& move) const {
    MomentumUpdate update{
        .decay = static_cast<float>(langevin.momentum),
        .rate = static_cast<float>(langevin.lr / langevin.n_points),
        .noise = noise_,
        .scale = static_cast<float>(langevin.noise_level(move.target.temperature)),
        .centre = move.replica->best.theta};
    if (!compensates()) return update;
    update.taken = static_cast<float>(taken(langevin, *move.replica));
    update.variance = minibatch_noise_->variance(*move.replica);
    return update;
  }

  void update(Move& move, const StepKey& key, std::span<const float> drift) const {
    Replica& replica = *move.replica;
    const Langevin langevin = at(move);
    const auto n = static_cast<double>(drift.size());
    const auto sums = update_momentum(update_of(langevin, move), key.rng(replica.id), drift,
                                      replica.slots[0], replica.theta);
    move.sums.add_configurational(sums.virial / n);
    if (langevin.momentum > 0)
      move.sums.add_kinetic(langevin.kinetic_temperature(sums.squares / n));
  }

  Section options_;
  Langevin langevin_;
  Noise noise_;
  std::optional<MinibatchNoise> minibatch_noise_;  ///< nullopt: nothing is compensated
  MinibatchGradient gradient_;
  DataThermometer along_data_;
};

const bool sgd_registered =
    kernels().add("sgd", "SGD with momentum and noise: descends at T = 0, samples above",
                  [](const Section& options) {
                    return std::make_unique<Sgd>(options, Variant{read_momentum(options), false});
                  });

const bool sghmc_registered = kernels().add(
    "sghmc", "stochastic gradient Hamiltonian Monte Carlo: sgd that compensates minibatch noise",
    [](const Section& options) {
      return std::make_unique<Sgd>(options, Variant{read_momentum(options), true});
    });

const bool sgld_registered =
    kernels().add("sgld", "stochastic gradient Langevin dynamics: sghmc without momentum",
                  [](const Section& options) {
                    return std::make_unique<Sgd>(options, Variant{0.0, true});
                  });

}  // namespace
}  // namespace temper
