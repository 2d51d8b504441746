#include "tempering/monotone_cubic.h"

#include <algorithm>
#include <cstddef>

namespace temper {

MonotoneCubic::MonotoneCubic(std::vector<double> x, std::vector<double> y)
    : x_(std::move(x)), y_(std::move(y)), slope_(x_.size()) {
  const std::size_t last = x_.size() - 1;
  const auto width = [&](std::size_t i) { return x_[i + 1] - x_[i]; };
  const auto secant = [&](std::size_t i) { return (y_[i + 1] - y_[i]) / width(i); };
  slope_[0] = secant(0);
  slope_[last] = secant(last - 1);
  for (std::size_t i = 1; i < last; ++i) {
    const double before = secant(i - 1), after = secant(i);
    if (before * after <= 0) continue;  // an extremum: flat
    const double weight_before = 2 * width(i) + width(i - 1);
    const double weight_after = width(i) + 2 * width(i - 1);
    slope_[i] = (weight_before + weight_after) / (weight_before / before + weight_after / after);
  }
}

double MonotoneCubic::operator()(double at) const {
  at = std::clamp(at, x_.front(), x_.back());
  const auto above = std::upper_bound(x_.begin() + 1, x_.end() - 1, at);
  const auto i = static_cast<std::size_t>(above - x_.begin()) - 1;
  const double h = x_[i + 1] - x_[i], t = (at - x_[i]) / h;
  const double rising = t * t * (3 - 2 * t);  // Hermite basis
  return y_[i] * (1 - rising) + y_[i + 1] * rising +
         h * t * (1 - t) * ((1 - t) * slope_[i] - t * slope_[i + 1]);
}

}  // namespace temper
