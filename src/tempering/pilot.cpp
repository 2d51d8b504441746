#include "tempering/pilot.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace temper {

namespace {

/// The integral of sd / sqrt(pi) over the gap, sd between the two ends being c / (beta + b), as it
/// is for a Gaussian target and prior; then the mean falls by sd sd' gap, and by more if Var E is
/// higher in between.
double gaussian_barrier(const EnergyMoments& colder, const EnergyMoments& hotter) {
  const double gap = colder.beta - hotter.beta;
  const double product = std::sqrt(colder.variance * hotter.variance);
  const double fall = std::max(0.0, hotter.mean - colder.mean);
  if (product == 0) return std::sqrt(gap * fall / std::numbers::pi);
  const double log_ratio = 0.5 * std::log(hotter.variance / colder.variance);
  const double shape = log_ratio == 0 ? 1 : 0.5 * log_ratio / std::sinh(0.5 * log_ratio);
  return shape * std::sqrt(gap * std::max(gap * product, fall) / std::numbers::pi);
}

double barrier_of_pair(const std::vector<EnergyMoments>& moments,
                       const std::vector<double>& rejection, std::size_t k) {
  return rejection[k] < hardly_exchanges ? rejection[k]
                                         : gaussian_barrier(moments[k], moments[k + 1]);
}

}  // namespace

double predicted_barrier(const std::vector<EnergyMoments>& moments,
                         const std::vector<double>& rejection) {
  double barrier = 0;
  for (std::size_t k = 0; k + 1 < moments.size(); ++k)
    barrier += barrier_of_pair(moments, rejection, k);
  return barrier;
}

double beta_at_barrier(const std::vector<EnergyMoments>& moments,
                       const std::vector<double>& rejection, double barrier) {
  for (std::size_t k = 0; k + 1 < moments.size(); ++k) {
    const double of_pair = barrier_of_pair(moments, rejection, k);
    if (barrier < of_pair)
      return moments[k].beta + (moments[k + 1].beta - moments[k].beta) * barrier / of_pair;
    barrier -= of_pair;
  }
  return moments.back().beta;
}

double slowness_of(const std::vector<double>& memory) {
  constexpr double most = 0.99;  // beyond, a short pilot can't tell
  double sum = 0;
  for (const double m : memory) {
    const double kept = std::clamp(m, 0.0, most);
    sum += (1 + kept) / (1 - kept);
  }
  return memory.empty() ? 1 : sum / static_cast<double>(memory.size());
}

double most_barrier(double n_parameters, double n_points, double fall) {
  const double k = std::min(n_parameters, n_points);
  return std::sqrt(k / (2 * std::numbers::pi)) * (std::log(std::max(1.0, 2 * fall / k)) + 1);
}

}  // namespace temper
