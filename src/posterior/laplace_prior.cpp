// Laplace: sharper at 0 and heavier in the tails than a normal, so that few weights are large.
//
//   [prior]
//   type = "laplace"
//   width = 0.5          # mean of |theta|; also a rule, and by groups: width.h

#include <cmath>
#include <numbers>

#include "config/section.h"
#include "posterior/independent_prior.h"
#include "posterior/width.h"

namespace temper {
namespace {

class LaplacePrior final : public IndependentPrior {
 public:
  using IndependentPrior::IndependentPrior;

 private:
  double minus_log_density(double z) const override { return std::abs(z) + std::numbers::ln2; }
  double slope(double z) const override { return z > 0 ? 1 : z < 0 ? -1 : 0; }
  double draw_one(Rng& rng) const override {
    const double side = rng.uniform() < 0.5 ? -1 : 1;
    return -side * std::log(rng.uniform());
  }
};

const bool registered = priors().add(
    "laplace", "independent Laplace distributions around 0: few large weights",
    [](const Section& prior, const std::vector<Block>& blocks) {
      return std::make_unique<LaplacePrior>(
          blocks, read_widths(prior, "width", "mean of |theta| of each parameter", blocks));
    });

}  // namespace
}  // namespace temper
