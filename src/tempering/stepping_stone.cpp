#include "tempering/stepping_stone.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace temper {
namespace {

/// log mean exp(slope U), with pulls w / mean w - 1.
SeriesEstimate log_mean_exp(const Copies& energy, double slope) {
  double most = -std::numeric_limits<double>::infinity();
  for (const auto& copy : energy)
    for (const double U : copy) most = std::max(most, slope * U);
  auto weight = energy;
  for (auto& copy : weight)
    for (double& element : copy) element = std::exp(slope * element - most);
  const double mean_weight = mean(weight);
  for (auto& copy : weight)
    for (double& element : copy) element = element / mean_weight - 1;
  return {most + std::log(mean_weight), std::move(weight)};
}

}  // namespace

SeriesEstimate forward_stepping_stone(const RungEnergies& energies) {
  SeriesEstimate log_Z;
  for (std::size_t k = 0; k < energies.n_pairs(); ++k)
    log_Z += log_mean_exp(energies.energy[k + 1], energies.beta[k + 1] - energies.beta[k]);
  return log_Z;
}

SeriesEstimate reverse_stepping_stone(const RungEnergies& energies) {
  SeriesEstimate log_Z;
  for (std::size_t k = 0; k < energies.n_pairs(); ++k)
    log_Z -= log_mean_exp(energies.energy[k], energies.beta[k] - energies.beta[k + 1]);
  return log_Z;
}

}  // namespace temper
