// Stochastic gradient Nosé-Hoover thermostat: sgd with a friction that adapts until the momentum
// has the rung's temperature, whatever the minibatches add to it.
//
//   m     <- (1 - f) m - lr (grad L_B + prior part / N) + s xi,   s = sqrt(2 lr a T / N)
//   theta <- theta + m
//   f     <- f + (K / T - 1) / inertia,                          K = N (2 - f) mean(m²) / (2 lr)
//
// a = 1 - momentum is the friction that balances the injected noise alone. K is the kinetic
// temperature (docs/methods.md, 12) at momentum 1 - f, so it takes the step's discretisation into
// account. Without minibatch noise f ~ N(a, 1/(P inertia)) in the limit of small steps, at any T,
// so a change of rung rescales m and leaves f. Minibatches add the same heat at any T, so that what
// they add to f is proportional to 1/T: an f - a beyond three standard deviations of the above is
// theirs, and a change of rung scales it so. At T = 0 the friction stays where it is.
//
// Source: Ding et al., "Bayesian sampling using stochastic gradient thermostats", NeurIPS 2014,
// Algorithm 2, where inertia is N / (lr T).

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "kernel/data_thermometer.h"
#include "kernel/heat.h"
#include "kernel/kernel.h"
#include "kernel/metropolis.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/momentum_update.h"
#include "kernel/thermal.h"
#include "random/blocks.h"

namespace temper {
namespace {

constexpr double max_friction = 1;  ///< all of the momentum lost in a step

class Sgnht final : public Kernel, public Thermal {
 public:
  explicit Sgnht(const Section& options)
      : options_(options),
        langevin_{
            .lr = options.number(
                "lr",
                {.fallback = 0.05, .min = 0, .above_min = true, .help = "of the mean loss U/N"}),
            .momentum = options.number("momentum",
                                       {.fallback = 0.9,
                                        .min = 0,
                                        .max = 1,
                                        .below_max = true,
                                        .help = "share of the last step that is kept, at first"})},
        inertia_(options.number(
            "inertia", {.fallback = 1000,
                        .min = 1,
                        .help = "of the friction: at twice the rung's temperature it grows by "
                                "1/inertia in a step"})),
        gradient_(options) {}

  std::vector<std::string> slot_names() const override { return {"momentum"}; }
  std::vector<std::string> scalar_names() const override { return {"friction"}; }
  double step_size() const override { return langevin_.lr; }
  const Thermal* thermal() const override { return this; }

  void check(const Target& target) const override { refuse_infinite_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    langevin_ = on(potential);
    gradient_.prepare(potential, max_group);
    along_data_.prepare(potential);
  }

  /// From the stationary distributions that the header gives.
  void start(Move& move, const RngKey& key) const override {
    auto& momentum = move.replica->slots[0];
    start_momentum(langevin_, move, key, momentum);
    const double deviation = fluctuation(*move.replica) * Rng(key, coin_block).normal();
    move.replica->scalars[0] = std::min(max_friction, 1 - langevin_.momentum + deviation);
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    const auto drifts = gradient_.compute(group, key, potential);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (along_data_.is_due(group[i], key)) read_along_data(group[i], key, potential);
      update(group[i], key, drifts[i].gradient);
    }
  }

  void change_rung(Replica& replica, const Move& from, const Move& to) const override {
    rescale_momentum(from, to, replica.slots[0]);
    const double ratio = from.target.temperature / to.target.temperature;
    if (!(ratio > 0) || std::isinf(ratio)) return;
    double& friction = replica.scalars[0];
    const double least = 1 - langevin_.momentum, added = friction - least;
    if (added > 3 * fluctuation(replica)) friction = std::min(max_friction, least + added * ratio);
  }

  double noise_level(double temperature, const Potential& potential) const override {
    return on(potential).noise_level(temperature);
  }

  double temperature_of(double noise_level, const Potential& potential) const override {
    return on(potential).temperature_of(noise_level);
  }

  /// The thermostat takes off what heat it can until its friction is 1: some (1 - momentum) of it
  /// are there without any.
  double scale_within(double aim, double excess, bool is_minibatch) const override {
    if (!is_minibatch) return Thermal::scale_within(aim, excess, is_minibatch);
    return std::min(langevin_.momentum, 0.9) / (1 + std::max(excess, 0.0));
  }

  std::string settling() const override { return "a smaller kernel.inertia"; }

  std::string blind_spot() const override {
    return "The thermostat holds the mean over the parameters at T: those with more minibatch "
           "noise than others are hotter than that, and the others colder.";
  }

 private:
  /// Standard deviation of the friction where minibatches add nothing to it.
  double fluctuation(const Replica& replica) const {
    return 1 / std::sqrt(inertia_ * static_cast<double>(replica.theta.size()));
  }

  Langevin on(const Potential& potential) const {
    return {langevin_.lr, langevin_.momentum, static_cast<double>(potential.n_points())};
  }

  void read_along_data(Move& move, const StepKey& key, Potential& potential) {
    Langevin langevin = langevin_;
    langevin.lr = move.step_size;
    langevin.momentum = 1 - move.replica->scalars[0];
    move.sums.add_along_data(langevin.kinetic_temperature(
        along_data_.square_along(move, key, move.replica->slots[0], potential)));
  }

  void update(Move& move, const StepKey& key, std::span<const float> drift) const {
    Replica& replica = *move.replica;
    double& friction = replica.scalars[0];
    const double temperature = move.target.temperature;
    Langevin langevin = langevin_;
    langevin.lr = move.step_size;
    const double noise = langevin.noise_level(temperature);
    langevin.momentum = 1 - friction;
    const auto n = static_cast<double>(drift.size());
    const auto sums = update_momentum({.decay = static_cast<float>(langevin.momentum),
                                       .rate = static_cast<float>(langevin.lr / langevin.n_points),
                                       .noise = Noise::gaussian,
                                       .scale = static_cast<float>(noise),
                                       .centre = replica.best.theta},
                                      key.rng(replica.id), drift, replica.slots[0], replica.theta);

    move.sums.add_configurational(sums.virial / n);
    const double kinetic = langevin.kinetic_temperature(sums.squares / n);
    move.sums.add_kinetic(kinetic);
    if (temperature > 0)
      friction = std::min(max_friction, friction + (kinetic / temperature - 1) / inertia_);
  }

  Section options_;
  Langevin langevin_;
  double inertia_;
  MinibatchGradient gradient_;
  DataThermometer along_data_;
};

const bool registered = kernels().add(
    "sgnht", "SGD with a thermostat: keeps the rung's temperature under minibatch noise",
    [](const Section& options) { return std::make_unique<Sgnht>(options); });

}  // namespace
}  // namespace temper
