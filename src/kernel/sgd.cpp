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
// is a thermometer, and reads the same error that theta has.

#include <cmath>

#include "config/section.h"
#include "kernel/kernel.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/momentum_update.h"
#include "kernel/thermal.h"

namespace temper {
namespace {

/// Far from the words that `initialise` takes, should it be given the same key.
constexpr std::uint32_t start_block = 1U << 31;

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
      : momentum_(momentum),
        lr_(options.number(
            "lr", {.fallback = 0.05, .min = 0, .above_min = true, .help = "of the mean loss U/N"})),
        noise_(read_noise(options)),
        gradient_(options) {}

  std::vector<std::string> slot_names() const override { return {"momentum"}; }
  double step_size() const override { return lr_; }

  void prepare(const Potential& potential, std::size_t max_group) override {
    n_points_ = static_cast<double>(potential.n_points());
    gradient_.prepare(potential, max_group);
  }

  /// The momentum's stationary distribution, or zero without noise.
  void start(Move& move, const RngKey& key) const override {
    auto& momentum = move.replica->slots[0];
    fill_noise(noise_ == Noise::none ? Noise::none : Noise::gaussian, key, start_block, momentum);
    const double sd = std::sqrt(2 / (n_points_ * (1 + momentum_))) * thermal_scale(move);
    for (float& element : momentum) element *= static_cast<float>(sd);
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
    return noise_level(lr_, temperature, static_cast<double>(potential.n_points()));
  }

  double temperature_of(double noise_level, const Potential& potential) const override {
    const auto n_points = static_cast<double>(potential.n_points());
    return noise_level * noise_level * n_points / (2 * lr_ * (1 - momentum_));
  }

 private:
  double noise_level(double lr, double temperature, double n_points) const {
    return std::sqrt(2 * lr * (1 - momentum_) * temperature / n_points);
  }

  void update(Move& move, const StepKey& key, std::span<const float> drift) const {
    Replica& replica = *move.replica;
    const double lr = move.step_size;
    const MomentumUpdate update{
        .decay = static_cast<float>(momentum_),
        .rate = static_cast<float>(lr / n_points_),
        .noise = noise_,
        .scale = static_cast<float>(noise_level(lr, move.target.temperature, n_points_))};
    const double squares =
        update_momentum(update, key.rng(replica.id), drift, replica.slots[0], replica.theta);
    if (momentum_ > 0) report_temperature(squares, static_cast<double>(drift.size()), lr, move);
  }

  void report_temperature(double squares, double dim, double lr, Move& move) const {
    move.sums.kinetic += squares / dim * n_points_ * (1 + momentum_) / (2 * lr);
    ++move.sums.n_kinetic;
  }

  double momentum_;
  double lr_;
  Noise noise_;
  MinibatchGradient gradient_;
  double n_points_ = 0;
};

const bool sgd_registered = kernels().add(
    "sgd", "SGD with momentum and noise: descends at T = 0, samples above",
    [](const Section& options) { return std::make_unique<Sgd>(options, read_momentum(options)); });

const bool sgld_registered =
    kernels().add("sgld", "stochastic gradient Langevin dynamics: sgd without momentum",
                  [](const Section& options) { return std::make_unique<Sgd>(options, 0.0); });

}  // namespace
}  // namespace temper
