#include "kernel/cooling_scale.h"

#include <cmath>

#include "kernel/heat.h"

namespace temper {

double cooling_scale(const Kernel& kernel, const Move& move) {
  constexpr double tolerance = 0.01, accuracy = 1.01;
  const double excess = excess_temperature(kernel, move, 1);
  const double allowed = tolerance * move.target.temperature;
  if (std::isnan(excess)) return excess;
  if (excess <= allowed) return 1;
  // The excess is convex in the scale and 0 at 0, so at most proportional to it.
  double enough = allowed / excess, too_much = 1;
  while (too_much > accuracy * enough) {
    const double middle = std::sqrt(enough * too_much);
    (excess_temperature(kernel, move, middle) <= allowed ? enough : too_much) = middle;
  }
  return enough;
}

}  // namespace temper
