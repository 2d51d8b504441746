// Statistical: the minibatch test leaves a posterior on 1,000 examples unchanged, looking at about
// a quarter of them. 1,000 replicas from exact draws, 100 steps, fixed seed; |z| < 4.5 fails for
// one good seed in 147,000 a moment.

#include <gtest/gtest.h>

#include "kernel/metropolis.h"
#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

constexpr std::size_t n_points = 1'000;
constexpr double step_size = 0.008;  // a quarter of the posterior's standard deviation

double drift_of(Kernel& kernel) {
  const auto potential = make_analytic("linear-regression", "points = 1000\ndim = 2");
  const Target target{1, Tempering::likelihood};
  Ensemble ensemble(kernel, *potential, target, 1'000);
  ensemble.step(100);
  return ensemble.worst_score(potential->known(target).value());
}

TEST(MinibatchMh, LeavesAPosteriorUnchanged) {
  const auto kernel = make_kernel("minibatch-mh", "step = 0.008\nbatch = 64");
  EXPECT_LT(drift_of(*kernel), 4.5);
}

/// Wrong on purpose: the energies of a minibatch taken as those of all the data.
class TrustsItsMinibatch final : public Kernel {
 public:
  double step_size() const override { return temper::step_size; }
  void prepare(const Potential&, std::size_t) override {}
  void start(Move&, const RngKey&) const override {}
  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) {
      Rng rng(key.rng(move.replica->id));
      Floats proposal = move.replica->theta;
      for (float& element : proposal) element += static_cast<float>(move.step_size * rng.normal());
      std::vector<std::uint32_t> examples(64);
      for (auto& example : examples) example = rng.below(n_points);
      Floats unused(2);
      const Energy here = potential.gradient(move.replica->theta, examples, {}, unused);
      const Energy there = potential.gradient(proposal, examples, {}, unused);
      if (accept(here.U + here.V - there.U - there.V, rng, move.sums))
        move.replica->theta = proposal;
    }
  }
};

TEST(MinibatchMh, TheTestCatchesMinibatchEnergiesTakenAsExact) {
  TrustsItsMinibatch wrong;
  EXPECT_GT(drift_of(wrong), 9);
}

}  // namespace
}  // namespace temper
