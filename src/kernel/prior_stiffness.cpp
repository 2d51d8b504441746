#include "kernel/prior_stiffness.h"

#include <algorithm>
#include <limits>

#include "base/floats.h"

namespace temper {
namespace {

std::size_t size_of(const ParameterBlock& block) {
  std::size_t size = 1;
  for (const auto n : block.shape) size *= n;
  return size;
}

}  // namespace

double prior_stiffness(const Potential& potential) {
  constexpr std::uint32_t n_pairs = 16;
  const auto blocks = potential.layout();
  std::vector<double> variance(blocks.size(), 0.0);
  Floats one(potential.dim()), other(potential.dim());
  for (std::uint32_t pair = 0; pair < n_pairs; ++pair) {
    Rng rng({0, Stream::reference, pair, 0, 0});
    potential.draw_prior(one, rng);
    potential.draw_prior(other, rng);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const auto size = size_of(blocks[b]);
      for (auto i = blocks[b].offset; i < blocks[b].offset + size; ++i) {
        const double distance = double{one[i]} - double{other[i]};
        variance[b] += distance * distance / (2.0 * n_pairs * static_cast<double>(size));
      }
    }
  }
  return 1 / *std::min_element(variance.begin(), variance.end());
}

}  // namespace temper
