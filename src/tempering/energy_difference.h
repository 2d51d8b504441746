#pragma once
// E_colder - E_hotter: by how much the energy of the replica on the colder rung of a pair exceeds
// that of the replica on the hotter one, from all of the data or from a part of it.

#include <array>
#include <cstddef>
#include <span>

namespace temper {

struct EnergyDifference {
  double mean = 0;      ///< the estimate [nats]
  double variance = 0;  ///< of the estimate, itself estimated [nats²]; 0: it is exact
  /// Of `variance`, unless the differences of single examples have heavy tails [nats⁴].
  double variance_of_variance = 0;
  double third_cumulant = 0;   ///< of the estimate [nats³]
  double covariance = 0;       ///< of the estimate and `variance`: of the same sign [nats³]
  std::size_t n_examples = 0;  ///< looked at in each of the two
};

/// Gathers the energies of the same examples in two replicas, drawn without replacement.
class DifferenceEstimate {
 public:
  /// @param exact_part  of the difference: V_colder - V_hotter under posterior tempering, else 0
  explicit DifferenceEstimate(double exact_part = 0) : exact_part_(exact_part) {}

  /// @param colder, hotter  U_i of examples not seen so far, one for one [nats]
  void add(std::span<const double> colder, std::span<const double> hotter);

  /// Requires 3 examples; third_cumulant and covariance mean something from some tens on.
  ///
  /// Cumulants of a mean of draws without replacement: Tukey, J. Am. Stat. Assoc. 45, 1950
  /// (k-statistics of finite populations).
  ///
  /// @param n_points  N, of which the examples are a part
  EnergyDifference estimate(std::size_t n_points) const;

 private:
  double exact_part_;
  std::size_t n_ = 0;
  std::array<double, 3> power_sum_{};  ///< of the differences: first, second, third powers
};

}  // namespace temper
