// Random-walk Metropolis: theta' = theta + step xi, xi ~ N(0, I), accepted by the change of
// w.U U + w.V V over all the data. No gradient; for few parameters.
//
// Source: Metropolis et al., J. Chem. Phys. 21, 1953. Acceptance near 0.23 is best (Roberts,
// Gelman & Gilks, Ann. Appl. Probab. 7(1), 1997).

#include <algorithm>

#include "config/section.h"
#include "kernel/kernel.h"
#include "kernel/metropolis.h"
#include "random/blocks.h"
#include "random/noise.h"

namespace temper {
namespace {

class RandomWalk final : public Kernel {
 public:
  explicit RandomWalk(const Section& options)
      : options_(options),
        step_(options.number("step", {.fallback = 0.05,
                                      .min = 0,
                                      .above_min = true,
                                      .help = "standard deviation of the proposal"})) {}

  std::vector<std::string> scalar_names() const override { return {"energy_is_known"}; }
  double step_size() const override { return step_; }
  bool keeps_energy() const override { return true; }
  double target_accept() const override { return 0.234; }

  void check(const Target& target) const override { refuse_zero_temperature(options_, target); }

  void prepare(const Potential& potential, std::size_t) override {
    proposal_.resize(potential.dim());
  }

  void start(Move& move, const RngKey&) const override { move.replica->scalars[0] = 0; }

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) walk(move, key.rng(move.replica->id), potential);
  }

  /// From the reference rung a replica comes with a new theta.
  void change_rung(Replica& replica, const Move&, const Move&) const override {
    replica.scalars[0] = 0;
  }

 private:
  void walk(Move& move, const RngKey& key, Potential& potential) {
    Replica& replica = *move.replica;
    const Weights weights = move.target.weights();
    if (replica.scalars[0] == 0) replica.energy = potential.energy(replica.theta);
    replica.scalars[0] = 1;

    fill_noise(Noise::gaussian, key, 0, proposal_);
    const auto step = static_cast<float>(move.step_size);
    for (std::size_t i = 0; i < proposal_.size(); ++i)
      proposal_[i] = replica.theta[i] + step * proposal_[i];

    const Energy there = potential.energy(proposal_);
    const double change =
        weights.U * (there.U - replica.energy.U) + weights.V * (there.V - replica.energy.V);
    Rng coin(key, coin_block);
    if (!accept(-change, coin, move.sums)) return;
    std::copy(proposal_.begin(), proposal_.end(), replica.theta.begin());
    replica.energy = there;
  }

  Section options_;
  double step_;
  Floats proposal_;  ///< [P]
};

const bool registered =
    kernels().add("rwm", "random-walk Metropolis: exact, without gradients, for few parameters",
                  [](const Section& options) { return std::make_unique<RandomWalk>(options); });

}  // namespace
}  // namespace temper
