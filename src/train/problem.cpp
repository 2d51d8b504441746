#include "train/problem.h"

#include "kernel/minibatch_gradient.h"

namespace temper {

Problem problem_of(const Experiment& experiment) {
  constexpr double usual_momentum = 0.9;
  const auto kernel = experiment.config.section("kernel");
  const bool has_momentum = kernel.has("momentum");
  return {
      .potential = experiment.potential.get(),
      .lr = experiment.kernel->step_size(),
      .momentum = has_momentum ? kernel.number("momentum", {.min = 0, .max = 1}) : usual_momentum,
      .batch = gradient_batch(kernel, experiment.potential->n_points())};
}

}  // namespace temper
