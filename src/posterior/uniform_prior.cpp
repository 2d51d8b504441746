// Uniform in a box around 0. V is infinite outside: kernels with a Metropolis test don't go there.
//
//   [prior]
//   type = "uniform"
//   width = 3.0          # theta is in (-width, width); also a rule, and by groups: width.h

#include <cmath>
#include <limits>
#include <numbers>

#include "config/section.h"
#include "posterior/independent_prior.h"
#include "posterior/width.h"

namespace temper {
namespace {

class UniformPrior final : public IndependentPrior {
 public:
  using IndependentPrior::IndependentPrior;

 private:
  double minus_log_density(double z) const override {
    return std::abs(z) < 1 ? std::numbers::ln2 : std::numeric_limits<double>::infinity();
  }
  double slope(double) const override { return 0; }
  double draw_one(Rng& rng) const override { return 2 * rng.uniform() - 1; }
};

const bool registered =
    priors().add("uniform", "uniform in a box around 0; for kernels with a Metropolis test",
                 [](const Section& prior, const std::vector<Block>& blocks) {
                   return std::make_unique<UniformPrior>(
                       blocks, read_widths(prior, "width", "theta is in (-width, width)", blocks));
                 });

}  // namespace
}  // namespace temper
