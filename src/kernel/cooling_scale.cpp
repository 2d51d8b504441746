#include "kernel/cooling_scale.h"

#include <cmath>

namespace temper {

double cooling_scale(const Kernel& kernel, const Move& move) {
  constexpr double tolerance = 0.01, accuracy = 1.01;
  const double excess = kernel.excess_temperature(move, 1);
  const double allowed = tolerance * move.target.temperature;
  if (std::isnan(excess)) return excess;
  if (excess <= allowed) return 1;
  // The excess is convex in the scale and 0 at 0, so at most proportional to it.
  double enough = allowed / excess, too_much = 1;
  while (too_much > accuracy * enough) {
    const double middle = std::sqrt(enough * too_much);
    (kernel.excess_temperature(move, middle) <= allowed ? enough : too_much) = middle;
  }
  return enough;
}

}  // namespace temper
