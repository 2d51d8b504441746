#include "app/starting_point.h"

namespace temper {

RngKey start_key(const Experiment& experiment, std::uint32_t replica) {
  return {experiment.run.seed, Stream::init, replica, 0, 0};
}

void starting_point(const Experiment& experiment, std::uint32_t replica, std::span<float> theta) {
  Rng rng(start_key(experiment, replica));
  experiment.potential->initialise(theta, rng);
}

}  // namespace temper
