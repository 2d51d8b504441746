#include "kernel/line_search.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double c1 = 1e-4, c2 = 0.9;  // usual for quasi-Newton directions
constexpr double rounding = 1e-6;      // of an energy of float32 terms, relative

}  // namespace

bool LineSearch::ends(double value, double slope) {
  if (!is_low_enough(value, slope)) {
    high_ = length_;
    length_ = shorter(value);
    return false;
  }
  if (slope >= c2 * slope_) return true;
  low_ = length_;
  length_ = std::isinf(high_) ? 2 * low_ : (low_ + high_) / 2;
  return false;
}

bool LineSearch::is_low_enough(double value, double slope) const {
  if (!std::isfinite(value) || std::isnan(slope)) return false;
  if (value <= value_ + c1 * length_ * slope_) return true;
  return value <= value_ + rounding * std::abs(value_) && slope <= (2 * c1 - 1) * slope_;
}

/// Towards the bottom of the parabola through f(0), f'(0) and f(t), not below a tenth of the
/// interval and not above its middle.
double LineSearch::shorter(double value) const {
  const double middle = (low_ + high_) / 2;
  const double bend = 2 * (value - value_ - slope_ * length_) / (length_ * length_);
  const double bottom = -slope_ / bend;
  if (low_ > 0 || !std::isfinite(bottom)) return middle;
  return std::clamp(bottom, high_ / 10, middle);
}

}  // namespace temper
