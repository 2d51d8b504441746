#pragma once
// Step sizes in warm-up: each rung's moves towards the acceptance that suits its kernel.

#include <cstddef>
#include <vector>

namespace temper {

/// Dual averaging of the logarithm of one step size per rung.
///
/// Source: Hoffman & Gelman, "The No-U-Turn Sampler", JMLR 15, 2014, section 3.2, with its
/// constants; one update a sweep, by the mean over the sweep's Metropolis tests.
class StepAdaptation {
 public:
  /// @param step           first guess, [R]
  /// @param target_accept  in (0, 1)
  StepAdaptation(const std::vector<double>& step, double target_accept);

  /// @param accept_prob  mean of the sweep by rung [R]; NaN: no test on that rung
  void update(const std::vector<double>& accept_prob);

  std::vector<double> exploring() const;  ///< to be used in the next sweep of warm-up [R]
  std::vector<double> averaged() const;   ///< to be frozen when warm-up ends [R]

  /// As numbers, for a checkpoint, and back [4 R].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  double target_accept_;
  std::vector<double> anchor_;        ///< mu: log of ten times the first guess
  std::vector<double> mean_error_;    ///< H-bar: weighted mean of target - accept_prob
  std::vector<double> log_averaged_;  ///< log epsilon-bar
  std::vector<double> n_updates_;     ///< t
};

}  // namespace temper
