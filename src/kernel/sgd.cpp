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
// is a thermometer, and reads the same error that theta has. Minibatch noise heats both alike if
// examples are drawn with replacement; in epochs it cancels in part, so that theta stays cooler
// than the thermometer says.

#include <algorithm>

#include "config/section.h"
#include "kernel/kernel.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/momentum_update.h"
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

class Sgd final : public Kernel {
 public:
  Sgd(const Section& options, double momentum)
      : options_(options),
        langevin_{
            .lr = options.number(
                "lr",
                {.fallback = 0.05, .min = 0, .above_min = true, .help = "of the mean loss U/N"}),
            .momentum = momentum},
        noise_(read_noise(options)),
        gradient_(options) {}

  std::vector<std::string> slot_names() const override { return {"momentum"}; }
  double step_size() const override { return langevin_.lr; }

  void check(const Target& target) const override { refuse_infinite_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    langevin_ = on(potential);
    gradient_.prepare(potential, max_group);
  }

  /// The momentum's stationary distribution, or zero without noise.
  void start(Move& move, const RngKey& key) const override {
    auto& momentum = move.replica->slots[0];
    if (noise_ == Noise::none) return std::fill(momentum.begin(), momentum.end(), 0.0F);
    start_momentum(langevin_, move, key, momentum);
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    const auto drifts = gradient_.compute(group, key, potential);
    for (std::size_t i = 0; i < group.size(); ++i) update(group[i], key, drifts[i].gradient);
  }

  void change_rung(Replica& replica, const Move& from, const Move& to) const override {
    rescale_momentum(from, to, replica.slots[0]);
  }

  double noise_level(double temperature, const Potential& potential) const override {
    if (noise_ == Noise::none) return std::numeric_limits<double>::quiet_NaN();
    return on(potential).noise_level(temperature);
  }

  double temperature_of(double noise_level, const Potential& potential) const override {
    if (noise_ == Noise::none) return std::numeric_limits<double>::quiet_NaN();
    return on(potential).temperature_of(noise_level);
  }

 private:
  Langevin on(const Potential& potential) const {
    return {langevin_.lr, langevin_.momentum, static_cast<double>(potential.n_points())};
  }

  void update(Move& move, const StepKey& key, std::span<const float> drift) const {
    Replica& replica = *move.replica;
    Langevin langevin = langevin_;
    langevin.lr = move.step_size;
    const double squares = update_momentum(
        {.decay = static_cast<float>(langevin.momentum),
         .rate = static_cast<float>(langevin.lr / langevin.n_points),
         .noise = noise_,
         .scale = static_cast<float>(langevin.noise_level(move.target.temperature))},
        key.rng(replica.id), drift, replica.slots[0], replica.theta);
    if (langevin.momentum == 0) return;
    move.sums.kinetic += langevin.kinetic_temperature(squares / static_cast<double>(drift.size()));
    ++move.sums.n_kinetic;
  }

  Section options_;
  Langevin langevin_;
  Noise noise_;
  MinibatchGradient gradient_;
};

const bool sgd_registered = kernels().add(
    "sgd", "SGD with momentum and noise: descends at T = 0, samples above",
    [](const Section& options) { return std::make_unique<Sgd>(options, read_momentum(options)); });

const bool sghmc_registered = kernels().add(
    "sghmc", "stochastic gradient Hamiltonian Monte Carlo: another name of sgd",
    [](const Section& options) { return std::make_unique<Sgd>(options, read_momentum(options)); });

const bool sgld_registered =
    kernels().add("sgld", "stochastic gradient Langevin dynamics: sgd without momentum",
                  [](const Section& options) { return std::make_unique<Sgd>(options, 0.0); });

}  // namespace
}  // namespace temper
