// Adam and AdamW: descent with a step of its own for every parameter. Neither samples: they need
// T = 0.
//
//   g     = gradient of U/N on the minibatch, plus the prior's part (adam)
//   m     <- b1 m + (1 - b1) g,    v <- b2 v + (1 - b2) g²
//   theta <- theta - lr (m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps) + decay theta)
//
// adam: decay = 0. adamw: the prior stays out of g, and `weight_decay` takes its place.
//
// Sources: Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1;
// Loshchilov & Hutter, "Decoupled weight decay regularization", ICLR 2019, Algorithm 2.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "kernel/descending.h"
#include "kernel/kernel.h"
#include "kernel/minibatch_gradient.h"
#include "kernel/preconditioned_step.h"

namespace temper {
namespace {

double read_decay(const Section& options, const char* key, double fallback, const char* help) {
  return options.number(
      key, {.fallback = fallback, .min = 0, .max = 1, .below_max = true, .help = help});
}

class Adam final : public Kernel {
 public:
  Adam(const Section& options, bool decoupled)
      : options_(options),
        lr_(options.number(
            "lr", {.fallback = 0.001, .min = 0, .above_min = true, .help = "length of a step"})),
        beta1_(read_decay(options, "beta1", 0.9, "share of the last mean gradient that is kept")),
        beta2_(read_decay(options, "beta2", 0.999, "share of the last mean square that is kept")),
        epsilon_(options.number("epsilon", {.fallback = 1e-8, .min = 0, .above_min = true})),
        decay_(decoupled ? options.number("weight_decay",
                                          {.fallback = 0.01,
                                           .min = 0,
                                           .help = "share of a weight lost in a step, over lr"})
                         : 0),
        gradient_(options, {.with_prior = !decoupled, .samples = false}) {}

  std::vector<std::string> slot_names() const override { return {"mean", "mean_square"}; }
  std::vector<std::string> scalar_names() const override { return {"n_steps"}; }
  double step_size() const override { return lr_; }

  void check(const Target& target) const override { refuse_nonzero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t max_group) override {
    n_points_ = static_cast<double>(potential.n_points());
    gradient_.prepare(potential, max_group);
  }

  void start(Move& move, const RngKey&) const override {
    for (auto& slot : move.replica->slots) std::fill(slot.begin(), slot.end(), 0.0F);
    move.replica->scalars[0] = 0;
  }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    const auto drifts = gradient_.compute(group, key, potential);
    for (std::size_t i = 0; i < group.size(); ++i) descend(group[i], drifts[i].gradient);
  }

 private:
  void descend(const Move& move, std::span<const float> drift) const {
    Replica& replica = *move.replica;
    const double n_steps = ++replica.scalars[0];
    const AdamStep step{
        .b1 = static_cast<float>(beta1_),
        .b2 = static_cast<float>(beta2_),
        .to_mean_loss = static_cast<float>(1 / n_points_),
        .correction = static_cast<float>(1 / (1 - std::pow(beta2_, n_steps))),
        .rate = static_cast<float>(move.step_size / (1 - std::pow(beta1_, n_steps))),
        .keep = static_cast<float>(1 - move.step_size * decay_),
        .epsilon = static_cast<float>(epsilon_)};
    move_adam(step, drift, replica.slots[0], replica.slots[1], replica.theta);
  }

  Section options_;
  double lr_, beta1_, beta2_, epsilon_, decay_;
  MinibatchGradient gradient_;
  double n_points_ = 0;
};

const bool adam_registered =
    kernels().add("adam", "Adam: descends (T = 0) with a step of its own for every parameter",
                  [](const Section& options) { return std::make_unique<Adam>(options, false); });

const bool adamw_registered =
    kernels().add("adamw", "Adam with weight decay in place of the prior",
                  [](const Section& options) { return std::make_unique<Adam>(options, true); });

}  // namespace
}  // namespace temper
