// Preconditioned SGLD: sgld with a step of its own for every parameter, from the running mean
// square of its gradient.
//
//   v     <- decay v + (1 - decay) g²,      g = (grad U_B) / N with the prior's part
//   G     =  1 / (damping + sqrt(v))
//   theta <- theta - lr G g + sqrt(2 lr T G / N) xi
//
// The divergence of G is left out, as in the paper's own experiments, so the moves are biased
// while v follows theta; after `adapt` steps, and at the latest at the end of warm-up, v is frozen,
// which makes this sgld in other units.
//
// Source: Li, Chen, Carlson & Carin, "Preconditioned stochastic gradient Langevin dynamics for
// deep neural networks", AAAI 2016, Algorithm 1, whose step is eps = 2 lr / N.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "kernel/heat.h"
#include "kernel/kernel.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/preconditioned_step.h"
#include "kernel/thermal.h"
#include "random/noise.h"

namespace temper {
namespace {

class Psgld final : public Kernel, public Thermal {
 public:
  explicit Psgld(const Section& options)
      : options_(options),
        lr_(options.number("lr", {.fallback = 0.001, .min = 0, .above_min = true})),
        decay_(options.number("decay", {.fallback = 0.99,
                                        .min = 0,
                                        .max = 1,
                                        .below_max = true,
                                        .help = "share of the last mean square that is kept"})),
        damping_(options.number("damping",
                                {.fallback = 1e-3,
                                 .min = 0,
                                 .above_min = true,
                                 .help = "bounds the steps of parameters that hardly matter"})),
        adapt_(static_cast<double>(options.integer(
            "adapt",
            {.fallback = 10'000,
             .min = 1,
             .help = "steps after which the preconditioner is frozen, at the latest at the "
                     "end of warm-up"}))),
        gradient_(options) {}

  std::vector<std::string> slot_names() const override { return {"mean_square"}; }
  std::vector<std::string> scalar_names() const override { return {"n_steps"}; }
  double step_size() const override { return lr_; }
  const Thermal* thermal() const override { return this; }

  void check(const Target& target) const override { refuse_infinite_temperature(options_, target); }

  void freeze_after(std::uint64_t steps) override { warmup_ = steps; }

  void prepare(const Potential& potential, std::size_t max_group) override {
    n_points_ = static_cast<double>(potential.n_points());
    noise_.resize(potential.dim());
    gradient_.prepare(potential, max_group);
  }

  void start(Move& move, const RngKey&) const override {
    auto& mean_square = move.replica->slots[0];
    std::fill(mean_square.begin(), mean_square.end(), 0.0F);
    move.replica->scalars[0] = 0;
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    const auto drifts = gradient_.compute(group, key, potential);
    for (std::size_t i = 0; i < group.size(); ++i) update(group[i], key, drifts[i].gradient);
  }

 private:
  /// In warm-up, for `adapt` steps; and for as many as the mean square remembers in a replica that
  /// has spent warm-up on the reference rung, where nobody steps it.
  bool adapts(const Replica& replica, const StepKey& key) const {
    const double n_steps = replica.scalars[0];
    const bool is_warmup = warmup_ == 0 || key.total < warmup_;
    return n_steps < adapt_ && (is_warmup || n_steps * (1 - decay_) < 1);
  }

  void update(Move& move, const StepKey& key, std::span<const float> drift) {
    Replica& replica = *move.replica;
    fill_noise(Noise::gaussian, key.rng(replica.id), 0, noise_);
    move.sums.add_configurational(configurational_temperature(replica, drift));
    const bool adapting = adapts(replica, key);
    if (adapting) ++replica.scalars[0];
    const PreconditionedStep step{
        .keep = static_cast<float>(adapting ? decay_ : 1),
        .unbias = static_cast<float>(1 / (1 - std::pow(decay_, replica.scalars[0]))),
        .to_mean_loss = static_cast<float>(1 / n_points_),
        .rate = static_cast<float>(move.step_size),
        .damping = static_cast<float>(damping_),
        .heat = static_cast<float>(2 * move.step_size * move.target.temperature / n_points_)};
    move_preconditioned(step, drift, noise_, replica.slots[0], replica.theta);
  }

  Section options_;
  double lr_, decay_, damping_, adapt_;
  MinibatchGradient gradient_;
  double n_points_ = 0;
  std::uint64_t warmup_ = 0;  ///< steps; 0: there is none
  Floats noise_;              ///< [P]
};

const bool registered =
    kernels().add("psgld", "SGLD with a step of its own for every parameter",
                  [](const Section& options) { return std::make_unique<Psgld>(options); });

}  // namespace
}  // namespace temper
