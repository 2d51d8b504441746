#include "landscape/polish.h"

#include <cmath>

#include "landscape/critical_point.h"

namespace temper {
namespace {

/// Rounding of U + V, summed in float64 from float32 losses.
double rounding_of(double value) { return 1e-6 * (1 + std::abs(value)); }

std::vector<float> finished_by_newton(Views& views, const Descent& descent,
                                      const PolishOptions& options) {
  if (!options.finishes_by_newton || descent.gradient_norm <= options.tolerance)
    return descent.theta;
  return find_critical_point(views.whole, descent.theta,
                             {.most_steps = 10,
                              .tolerance = options.tolerance,
                              .most_rise = rounding_of(descent.value)})
      .theta;
}

/// A step along the direction of the lowest eigenvalue, to the lower of its two sides.
std::vector<float> stepped_off(Views& views, const Examined& saddle) {
  constexpr double distance = 0.1;
  std::vector<std::vector<float>> sides(2, saddle.theta);
  for (std::size_t i = 0; i < saddle.theta.size(); ++i) {
    const auto step = static_cast<float>(distance * saddle.spectrum.lowest_vector[i]);
    sides[0][i] += step;
    sides[1][i] -= step;
  }
  return views.whole.value(sides[0]) <= views.whole.value(sides[1]) ? sides[0] : sides[1];
}

}  // namespace

Polished polish(Views& views, std::span<const float> theta, const PolishOptions& options) {
  constexpr int most_saddles = 3;
  const Slope slope = [&](std::span<const float> x, std::span<float> gradient) {
    return views.whole.gradient(x, gradient);
  };
  Polished polished;
  std::vector<float> from(theta.begin(), theta.end());
  std::uint64_t spent = 0;
  for (int saddles = 0;; ++saddles) {
    const auto descent = descend(slope, from, {options.most_gradients - spent, options.tolerance});
    spent += descent.gradients;
    if (saddles == 0) polished.way = descent.way;
    polished.end = examine(views, finished_by_newton(views, descent, options), options.spectrum);
    const bool is_saddle = polished.end.spectrum.index >= 1;
    if (!is_saddle || saddles == most_saddles || spent >= options.most_gradients) break;
    from = stepped_off(views, polished.end);
  }
  polished.end.gradients = static_cast<double>(spent);
  return polished;
}

}  // namespace temper
