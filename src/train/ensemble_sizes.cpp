#include "train/ensemble_sizes.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double usual_members = 8, fewest_members = 2;
constexpr double fewest_epochs = 10, most_epochs = 100, many_steps = 2000;
constexpr double judged_sweeps = 25;  ///< a verdict asks for 20

std::size_t members_of(const EnsembleDemand& demand) {
  const double least = std::max(fewest_epochs * static_cast<double>(demand.n_points),
                                judged_sweeps * demand.step_cost.value_or(0));
  return static_cast<std::size_t>(std::clamp(demand.budget / least, fewest_members, usual_members));
}

std::size_t batch_of(double share, double n_points) {
  constexpr double usual_batch = 64;
  return static_cast<std::size_t>(
      std::clamp(share / judged_sweeps, 1.0, std::min(usual_batch, n_points)));
}

}  // namespace

EnsembleSizes ensemble_sizes(const EnsembleDemand& demand) {
  constexpr double many_points = 10'000;
  const auto n_points = static_cast<double>(demand.n_points);
  EnsembleSizes sizes;
  sizes.lr = n_points < many_points ? 0.01 : 0.003;
  sizes.n_members = demand.n_members.value_or(members_of(demand));
  const double share = demand.budget / static_cast<double>(sizes.n_members);
  sizes.batch = batch_of(share, n_points);
  sizes.step_cost = demand.step_cost.value_or(static_cast<double>(sizes.batch));
  const double epoch = std::ceil(n_points / sizes.step_cost);
  const double n_steps =
      std::clamp(share / sizes.step_cost, 1.0, std::max(most_epochs * epoch, many_steps));
  sizes.steps = demand.steps.value_or(
      static_cast<std::uint32_t>(std::clamp(n_steps / judged_sweeps, 1.0, epoch)));
  const auto n_all = std::max<std::uint64_t>(2, static_cast<std::uint64_t>(n_steps) / sizes.steps);
  sizes.n_sweeps = std::max<std::uint64_t>(1, n_all / 5);
  sizes.n_warmup = n_all - sizes.n_sweeps;
  return sizes;
}

}  // namespace temper
