#include "tempering/thermodynamic.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

/// factor * (mean U), or its part that comes from Var U.
SeriesEstimate mean_energy(const Copies& energy, double factor) {
  const double centre = mean(energy);
  auto pull = energy;
  for (auto& copy : pull)
    for (double& element : copy) element = factor * (element - centre);
  return {factor * centre, std::move(pull)};
}

SeriesEstimate variance_of_energy(const Copies& energy, double factor) {
  const double centre = mean(energy), spread = variance(energy);
  auto pull = energy;
  for (auto& copy : pull)
    for (double& element : copy)
      element = factor * ((element - centre) * (element - centre) - spread);
  return {factor * spread, std::move(pull)};
}

/// One stretch of beta between two rungs.
struct Stretch {
  const Copies& hotter;  ///< at its lower end
  const Copies& colder;
  double width;  ///< in beta

  SeriesEstimate trapezium() const {
    auto area = mean_energy(hotter, 0.5 * width);
    return area += mean_energy(colder, 0.5 * width);
  }

  /// `share` times the slope at one end: -Var U there, or three times the secant's if that is
  /// less steep.
  SeriesEstimate slope(const Copies& end, double share) const {
    const double steepest = 3 * (mean(hotter) - mean(colder)) / width;
    if (variance(end) < steepest) return variance_of_energy(end, -share);
    if (steepest <= 0) return {0, {}};  // noise has turned the means around
    auto slope = mean_energy(colder, 3 * share / width);
    return slope += mean_energy(hotter, -3 * share / width);
  }

  /// What the cubic through both ends adds to the trapezium.
  SeriesEstimate correction() const {
    const double share = width * width / 12;
    auto area = slope(hotter, share);
    return area += slope(colder, -share);
  }
};

}  // namespace

ThermodynamicIntegral thermodynamic_integral(const RungEnergies& energies) {
  ThermodynamicIntegral integral;
  for (std::size_t k = 0; k < energies.n_pairs(); ++k) {
    const Stretch stretch{energies.energy[k + 1], energies.energy[k],
                          energies.beta[k] - energies.beta[k + 1]};
    const auto correction = stretch.correction();
    integral.log_Z -= stretch.trapezium();
    integral.log_Z -= correction;
    integral.discretisation += std::abs(correction.value);
  }
  return integral;
}

}  // namespace temper
