#include "posterior/independent_prior.h"

#include <cmath>

#include "base/half_log_2pi.h"

namespace temper {
namespace {

double minus_log_normal(double z) { return 0.5 * z * z + half_log_2pi; }

}  // namespace

IndependentPrior::IndependentPrior(const std::vector<Block>& blocks,
                                   const std::vector<double>& widths) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto& belief = blocks[i].belief;
    runs_.push_back({blocks[i].offset, volume(blocks[i].shape), belief.has_value(),
                     belief ? belief->mean : 0, belief ? belief->sd : widths[i]});
  }
}

double IndependentPrior::energy(std::span<const float> theta) const {
  double energy = 0;
  for (const Run& run : runs_) {
    for (const float value : theta.subspan(run.offset, run.size)) {
      const double z = (value - run.mean) / run.width;
      energy += run.is_normal ? minus_log_normal(z) : minus_log_density(z);
    }
    energy += static_cast<double>(run.size) * std::log(run.width);
  }
  return energy;
}

void IndependentPrior::gradient(std::span<const float> theta, double weight,
                                std::span<float> gradient) const {
  for (const Run& run : runs_)
    for (std::size_t i = run.offset; i < run.offset + run.size; ++i) {
      const double z = (theta[i] - run.mean) / run.width;
      gradient[i] = static_cast<float>(weight * (run.is_normal ? z : slope(z)) / run.width);
    }
}

void IndependentPrior::draw(std::span<float> theta, Rng& rng) const {
  for (const Run& run : runs_)
    for (float& value : theta.subspan(run.offset, run.size))
      value =
          static_cast<float>(run.mean + run.width * (run.is_normal ? rng.normal() : draw_one(rng)));
}

}  // namespace temper
