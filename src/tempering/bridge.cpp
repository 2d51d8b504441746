#include "tempering/bridge.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "statistics/logistic.h"

namespace temper {
namespace {

/// s(sign (d U + c)) of every value.
Copies logistic_of(const Copies& energy, double d, double c, double sign) {
  auto values = energy;
  for (auto& copy : values)
    for (double& element : copy) element = logistic(sign * (d * element + c));
  return values;
}

/// Two neighbouring rungs.
struct Pair {
  const Copies& colder;
  const Copies& hotter;
  double d;  ///< difference of their betas

  /// Falls with c.
  double excess(double c) const {
    return mean(logistic_of(hotter, d, c, -1)) - mean(logistic_of(colder, d, c, 1));
  }
};

/// Bisection: c lies between the extremes of -d U, and 60 halvings leave nothing of any range.
double root_of(const Pair& pair) {
  double low = 0, high = 0;
  bool is_first = true;
  for (const auto* rung : {&pair.colder, &pair.hotter})
    for (const auto& copy : *rung)
      for (const double U : copy) {
        low = is_first ? -pair.d * U : std::min(low, -pair.d * U);
        high = is_first ? -pair.d * U : std::max(high, -pair.d * U);
        is_first = false;
      }
  for (int i = 0; i < 60 && high - low > 1e-12 * (1 + std::abs(low)); ++i) {
    const double middle = 0.5 * (low + high);
    (pair.excess(middle) > 0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// How each replica pulled at log Z: what independent replicas differ by tells how sure it is (the
/// sandwich estimate with replicas as clusters: Liang & Zeger, Biometrika 73, 1986).
class ReplicaPulls {
 public:
  /// @param pull  of the replicas on one rung, in units of log Z; their mean says nothing of them
  void add(const Copies& pull, const std::vector<std::vector<std::uint32_t>>& replica) {
    const double centre = mean(pull);
    const auto n = static_cast<double>(n_values(pull));
    for (std::size_t copy = 0; copy < pull.size(); ++copy)
      for (std::size_t sweep = 0; sweep < pull[copy].size(); ++sweep)
        pulls_[replica[copy][sweep]] += (pull[copy][sweep] - centre) / n;
  }

  double standard_error() const {
    double squares = 0;
    for (const auto& [replica, pull] : pulls_) squares += pull * pull;
    const auto n = static_cast<double>(pulls_.size());
    return n < 2 ? 0 : std::sqrt(squares * n / (n - 1));
  }

 private:
  std::map<std::uint32_t, double> pulls_;
};

Copies scaled(Copies values, double factor) {
  for (auto& copy : values)
    for (double& value : copy) value *= factor;
  return values;
}

/// The mean of s (1 - s), which is also minus the slope of the mean of s.
double mean_slope(const Copies& values) {
  double sum = 0;
  for (const auto& copy : values)
    for (const double s : copy) sum += s * (1 - s);
  return sum / static_cast<double>(n_values(values));
}

}  // namespace

Bridge bridge(const RungEnergies& energies) {
  Bridge bridge;
  ReplicaPulls by_replica;
  for (std::size_t k = 0; k < energies.n_pairs(); ++k) {
    const Pair pair{energies.energy[k], energies.energy[k + 1],
                    energies.beta[k] - energies.beta[k + 1]};
    SeriesEstimate ratio{root_of(pair), {}};
    ratio.pull = logistic_of(pair.hotter, pair.d, ratio.value, -1);
    const auto colder = logistic_of(pair.colder, pair.d, ratio.value, 1);
    bridge.overlap.push_back(mean_slope(ratio.pull) + mean_slope(colder));
    // Rungs that share nothing leave no pulls: whoever asks must look at the overlap.
    const double slope = bridge.overlap.back() > 0 ? 1 / bridge.overlap.back() : 0;
    if (!energies.replica.empty()) {
      by_replica.add(scaled(ratio.pull, slope), energies.replica[k + 1]);
      by_replica.add(scaled(colder, -slope), energies.replica[k]);
    }
    for (std::size_t copy = 0; copy < colder.size(); ++copy)
      for (std::size_t sweep = 0; sweep < colder[copy].size(); ++sweep) {
        auto& pull = ratio.pull[copy][sweep];
        pull = (pull - colder[copy][sweep]) * slope;
      }
    bridge.log_Z += ratio;
  }
  bridge.error_by_replica = by_replica.standard_error();
  return bridge;
}

}  // namespace temper
