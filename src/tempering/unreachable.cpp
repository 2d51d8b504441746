#include "tempering/unreachable.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double least_exponent = 700;  // exp(-700) is the end of the doubles, but for a little

/// Puts the nearest reachable energy of the same copy in the place of each one that isn't.
void fill(std::vector<double>& energy, double most) {
  const auto first =
      std::find_if(energy.begin(), energy.end(), [&](double U) { return U <= most; });
  double last = *first;
  for (double& U : energy) {
    if (U > most) U = last;
    last = U;
  }
}

bool has_reachable(const std::vector<double>& energy, double most) {
  return std::any_of(energy.begin(), energy.end(), [&](double U) { return U <= most; });
}

/// log of the share of energies up to `most`.
SeriesEstimate log_share_of(const Copies& energy, double most) {
  auto pull = energy;
  for (auto& copy : pull)
    for (double& element : copy) element = element <= most ? 1 : 0;
  const double share = mean(pull);
  for (auto& copy : pull)
    for (double& element : copy) element = element / share - 1;
  return {std::log(share), std::move(pull)};
}

}  // namespace

ReachableEnergies reachable(const RungEnergies& energies) {
  ReachableEnergies found{energies, {0, {}}};
  const double most = least_exponent / energies.beta[energies.n_pairs() - 1];
  auto& prior = found.energies.energy.back();
  const auto is_known = [&](const auto& copy) { return has_reachable(copy, most); };
  const auto is_whole = [&](const auto& copy) {
    return std::all_of(copy.begin(), copy.end(), [&](double U) { return U <= most; });
  };
  if (!std::all_of(prior.begin(), prior.end(), is_known)) return found;
  if (std::all_of(prior.begin(), prior.end(), is_whole)) return found;
  found.log_share = log_share_of(prior, most);
  for (auto& copy : prior) fill(copy, most);
  return found;
}

}  // namespace temper
