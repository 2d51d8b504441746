#include "train/ensemble_sizes.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double usual_members = 8, fewest_members = 2;
constexpr double fewest_epochs = 10, most_epochs = 100, many_steps = 2000;
constexpr double judged_sweeps = 25;  ///< a verdict asks for 20

std::size_t members_of(const EnsembleDemand& demand) {
  const double least =
      std::max(fewest_epochs * static_cast<double>(demand.n_points),
               judged_sweeps * (demand.step_cost.value_or(1) + demand.energy_cost));
  return static_cast<std::size_t>(std::clamp(demand.budget / least, fewest_members, usual_members));
}

/// Gradient evaluations of the steps of a sweep, if sweeps are to be enough for a verdict; but
/// energies get no more than half of a member's share.
double room_for_steps(double share, double energy_cost) {
  constexpr double fewest_sweeps = 2;
  const double affordable = energy_cost > 0 ? share / (2 * energy_cost) : judged_sweeps;
  const double n_sweeps = std::clamp(affordable, fewest_sweeps, judged_sweeps);
  return std::max(share / n_sweeps - energy_cost, share / (2 * n_sweeps));
}

}  // namespace

EnsembleSizes ensemble_sizes(const EnsembleDemand& demand) {
  constexpr double many_points = 10'000, usual_batch = 64;
  const auto n_points = static_cast<double>(demand.n_points);
  EnsembleSizes sizes;
  sizes.lr = n_points < many_points ? 0.01 : 0.003;
  sizes.n_members = demand.n_members.value_or(members_of(demand));
  const double share = demand.budget / static_cast<double>(sizes.n_members);
  const double room = room_for_steps(share, demand.energy_cost);
  sizes.batch = static_cast<std::size_t>(std::clamp(room, 1.0, std::min(usual_batch, n_points)));
  sizes.step_cost = demand.step_cost.value_or(static_cast<double>(sizes.batch));
  const double epoch = std::ceil(n_points / sizes.step_cost);
  sizes.steps = demand.steps.value_or(
      static_cast<std::uint32_t>(std::clamp(room / sizes.step_cost, 1.0, epoch)));
  const double most = std::max(most_epochs * epoch, many_steps) / sizes.steps;
  const double affordable = share / (sizes.steps * sizes.step_cost + demand.energy_cost);
  const auto n_all = static_cast<std::uint64_t>(std::max(2.0, std::min(most, affordable)));
  sizes.n_sweeps = std::max<std::uint64_t>(1, n_all / 5);
  sizes.n_warmup = n_all - sizes.n_sweeps;
  return sizes;
}

}  // namespace temper
