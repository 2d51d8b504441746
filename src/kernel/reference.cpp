// Fresh draws from the prior: the move of a rung at beta = 0 of likelihood tempering. Each is
// independent of all before it, so that every visit to that rung is a restart.
//
// Source: Surjanovic et al., "Parallel tempering with a variational reference", NeurIPS 2022,
// section 2, for why a ladder should end in a distribution that can be drawn from.

#include <cmath>

#include "base/errors.h"
#include "config/section.h"
#include "kernel/kernel.h"

namespace temper {
namespace {

class Reference final : public Kernel {
 public:
  double step_size() const override { return 1; }  // none to choose
  void check(const Target& target) const override {
    if (!std::isinf(target.temperature))
      throw UsageError(
          "kernel.type: reference draws from the prior, the distribution at "
          "temperature inf only; every rung needs ladder.temperatures = [inf]");
    if (target.tempering == Tempering::posterior)
      throw UsageError(
          "ladder.tempering: at temperature inf posterior tempering has no "
          "distribution to draw from; \"likelihood\" has the prior");
  }

  void prepare(const Potential&, std::size_t) override {}
  void start(Move&, const RngKey&) const override {}

  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) {
      RngKey name = key.rng(move.replica->id);
      name.stream = Stream::reference;
      Rng rng(name);
      potential.draw_prior(move.replica->theta, rng);
    }
  }
};

const bool registered =
    kernels().add("reference", "fresh draws from the prior: the move of a rung at beta = 0",
                  [](const Section&) { return std::make_unique<Reference>(); });

}  // namespace
}  // namespace temper
