#pragma once
// What a search has found: the lowest objective so far, and when it got there.
//
// The objective is that of potential/objective.h.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/floats.h"
#include "potential/potential.h"

namespace temper {

class Finding {
 public:
  static constexpr std::size_t n_marks = 128;

  /// Share of the budget at each mark: at equal ratios from a thousandth to all of it.
  static double share_at(std::size_t mark);

  explicit Finding(double prior_constant)
      : prior_constant_(prior_constant), trace_(n_marks, std::numeric_limits<double>::infinity()) {}

  double objective_of(const Energy& energy) const { return energy.U + energy.V - prior_constant_; }

  /// A state with its energy over all the data, when `progress` of the budget is spent.
  void see(std::span<const float> theta, const Energy& energy, double progress);

  /// Fills the marks that were not reached. Call it once, last.
  void close();

  double objective() const { return objective_; }  ///< infinite if nothing finite was seen
  const Energy& energy() const { return energy_; }
  const Floats& theta() const { return theta_; }               ///< [P]; empty if nothing was seen
  const std::vector<double>& trace() const { return trace_; }  ///< [n_marks] lowest objective then

 private:
  void mark_until(double progress);

  double prior_constant_;
  double objective_ = std::numeric_limits<double>::infinity();
  Energy energy_{std::numeric_limits<double>::infinity(), 0};
  Floats theta_;
  std::vector<double> trace_;
  std::size_t mark_ = 0;  ///< marks before it are final
};

}  // namespace temper
