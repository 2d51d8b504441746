#pragma once
// Step sizes in warm-up of kernels without a Metropolis test: each rung's moves until a step's
// energy error is what the kernel asks for.

#include <cstddef>
#include <vector>

namespace temper {

/// The squared energy error of a step grows as step⁶, so every sweep's mean of its logarithm says
/// how far ln step is off. It follows that at once in the first sweeps, and by a tenth later on,
/// since warm-up goes to ever narrower places.
///
/// Source: the exponent and the aim are those of Robnik & Seljak, "Fluctuation without
/// dissipation", AABI 2024, section 4; the mean of logarithms, which single outliers don't rule,
/// is ours.
class ErrorAdaptation {
 public:
  /// @param step  first guess, [R]
  explicit ErrorAdaptation(const std::vector<double>& step);

  /// @param log_error   mean of the sweep's ln(error² / P) by rung [R]; NaN: no step on that rung
  /// @param log_target  what it should be now
  /// @param log_final   what it should be when warm-up ends, for averaged()
  void update(const std::vector<double>& log_error, double log_target, double log_final);

  std::vector<double> exploring() const;  ///< to be used in the next sweep of warm-up [R]
  std::vector<double> averaged() const;   ///< to be frozen when warm-up ends [R]

  /// As numbers, for a checkpoint, and back [3 R].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  std::vector<double> log_step_;      ///< exploring
  std::vector<double> log_averaged_;  ///< at the final target
  std::vector<double> n_updates_;
};

}  // namespace temper
