#include "kernel/thermal.h"

#include <cmath>

#include "config/section.h"
#include "kernel/vectors.h"
#include "random/blocks.h"
#include "random/noise.h"

namespace temper {

void refuse_infinite_temperature(const Section& options, const Target& target) {
  if (std::isinf(target.temperature))
    options.refuse("type",
                   "can't move a replica at temperature inf; a finite ladder.t_max, or "
                   "ladder.tempering = \"likelihood\", where that rung is drawn afresh");
}

double thermal_scale(const Move& move) {
  const double temperature = move.target.temperature;
  return std::isinf(temperature) ? 1 : std::sqrt(move.step_size * temperature);
}

void start_momentum(const Langevin& langevin, const Move& move, const RngKey& key,
                    std::span<float> momentum) {
  fill_noise(Noise::gaussian, key, second_block, momentum);
  const double sd =
      std::sqrt(2 / (langevin.n_points * (1 + langevin.momentum))) * thermal_scale(move);
  for (float& element : momentum) element *= static_cast<float>(sd);
}

void rescale_momentum(const Move& from, const Move& to, std::span<float> momentum) {
  const double factor = from.target.temperature == 0 ? to.step_size / from.step_size
                                                     : thermal_scale(to) / thermal_scale(from);
  for (float& element : momentum) element *= static_cast<float>(factor);
}

double configurational_temperature(const Replica& replica, std::span<const float> drift) {
  return dot_from(replica.best.theta, replica.theta, drift) / static_cast<double>(drift.size());
}

}  // namespace temper
