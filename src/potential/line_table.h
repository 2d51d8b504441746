#pragma once
// A density on a line, tabulated: its integral, moments and draws.

#include <functional>
#include <vector>

#include "random/rng.h"

namespace temper {

class LineTable {
 public:
  /// @param energy  -ln of the density, up to a constant: smooth over 1/16,384 of `reach`
  /// @param reach   the density is negligible outside [-reach, reach]
  LineTable(const std::function<double(double)>& energy, double reach);

  double log_integral() const { return log_integral_; }
  double mean() const { return mean_; }
  double variance() const { return variance_; }

  /// By inversion, uniform within a cell of the table.
  double draw(Rng& rng) const;

 private:
  double position(std::size_t cell) const;

  double reach_, step_;
  std::vector<double> cumulative_;  ///< up to and with each cell
  double log_integral_ = 0, mean_ = 0, variance_ = 0;
};

}  // namespace temper
