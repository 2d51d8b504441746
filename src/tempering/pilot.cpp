#include "tempering/pilot.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace temper {

namespace {

double gaussian_barrier(const EnergyMoments& colder, const EnergyMoments& hotter) {
  const double gap = colder.beta - hotter.beta;
  const double mean_sd = (std::sqrt(colder.variance) + std::sqrt(hotter.variance)) / 2;
  const double fall_sd = std::sqrt(std::max(0.0, hotter.mean - colder.mean) / gap);
  return gap * std::max(mean_sd, fall_sd) / std::sqrt(std::numbers::pi);
}

}  // namespace

double predicted_barrier(const std::vector<EnergyMoments>& moments,
                         const std::vector<double>& rejection) {
  constexpr double hardly_exchanges = 0.8;
  double barrier = 0;
  for (std::size_t k = 0; k + 1 < moments.size(); ++k)
    barrier += rejection[k] < hardly_exchanges ? rejection[k]
                                               : gaussian_barrier(moments[k], moments[k + 1]);
  return barrier;
}

}  // namespace temper
