#include "train/ensemble_sizes.h"

#include <algorithm>

namespace temper {

EnsembleSizes ensemble_sizes(std::size_t n_points, std::size_t n_members, double budget) {
  constexpr std::size_t usual_batch = 64, many_points = 10'000;
  constexpr double fewest_epochs = 10, most_epochs = 100;
  EnsembleSizes sizes;
  sizes.batch = std::min(n_points, usual_batch);
  sizes.steps = static_cast<std::uint32_t>((n_points + sizes.batch - 1) / sizes.batch);
  sizes.lr = n_points < many_points ? 0.01 : 0.003;
  const double n_epochs =
      std::clamp(budget / static_cast<double>(n_points * n_members), fewest_epochs, most_epochs);
  sizes.n_sweeps = static_cast<std::uint64_t>(n_epochs / 5);
  sizes.n_warmup = static_cast<std::uint64_t>(n_epochs) - sizes.n_sweeps;
  return sizes;
}

}  // namespace temper
