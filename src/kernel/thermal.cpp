#include "kernel/thermal.h"

#include <cmath>

namespace temper {

double thermal_scale(const Move& move) {
  const double temperature = move.target.temperature;
  return std::isinf(temperature) ? 1 : std::sqrt(move.step_size * temperature);
}

void rescale_momentum(const Move& from, const Move& to, std::span<float> momentum) {
  const double factor = from.target.temperature == 0 ? to.step_size / from.step_size
                                                     : thermal_scale(to) / thermal_scale(from);
  for (float& element : momentum) element *= static_cast<float>(factor);
}

}  // namespace temper
