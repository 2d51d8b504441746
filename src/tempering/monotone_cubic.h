#pragma once
// Interpolation that never overshoots: between rising or falling points the curve rises or falls.

#include <vector>

namespace temper {

/// Source: Fritsch & Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer. Anal. 17(2),
/// 1980; slopes by the weighted harmonic mean of Fritsch & Butland, SIAM J. Sci. Stat. Comput.
/// 5(2), 1984.
class MonotoneCubic {
 public:
  /// @param x  strictly rising, at least 2
  /// @param y  as many
  MonotoneCubic(std::vector<double> x, std::vector<double> y);

  /// @param at  clamped to [x.front(), x.back()]
  double operator()(double at) const;

 private:
  std::vector<double> x_, y_;
  std::vector<double> slope_;  ///< dy/dx at each point
};

}  // namespace temper
