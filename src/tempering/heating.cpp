#include "tempering/heating.h"

#include <algorithm>
#include <cmath>

namespace temper {

double cooler_step_size(const Heating& heating, double step_size, double tolerance) {
  return step_size * tolerance / heating.relative_excess();
}

double cooler_batch(const Heating& heating, double batch, double n_points, double tolerance) {
  const double share = (1 / batch - 1 / n_points) * tolerance / heating.relative_excess();
  return std::min(std::ceil(1 / (1 / n_points + share)), n_points);
}

}  // namespace temper
