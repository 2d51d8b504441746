#pragma once
// How far to go downhill along a line: trial lengths until the weak Wolfe conditions hold,
//
//   f(t) <= f(0) + c1 t f'(0)    and    f'(t) >= c2 f'(0),
//
// by doubling and then bisecting the interval that contains such a t. Also suits functions with
// kinks. Near a minimum, where rounding hides the decrease of f, slopes alone decide.
//
// Sources: Lewis & Overton, "Nonsmooth optimization via quasi-Newton methods", Math. Program. 141,
// 2013, Algorithm 2.6; Hager & Zhang, SIAM J. Optim. 16, 2005, eq. 27, for the test near a minimum.

#include <limits>

namespace temper {

class LineSearch {
 public:
  /// @param value, slope  f(0) and f'(0) < 0
  /// @param length        the first to try, above 0
  LineSearch(double value, double slope, double length)
      : value_(value), slope_(slope), length_(length) {}

  double length() const { return length_; }

  /// True if the conditions hold with these f and f' at length(); otherwise length() is the next to
  /// try. NaN and infinity count as too high.
  bool ends(double value, double slope);

 private:
  bool is_low_enough(double value, double slope) const;
  double shorter(double value) const;

  double value_, slope_, length_;
  double low_ = 0, high_ = std::numeric_limits<double>::infinity();
};

}  // namespace temper
