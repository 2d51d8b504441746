#include "kernel/integrator.h"

#include "config/section.h"

namespace temper {

Integrator leapfrog() { return {{0.5, 0.5}, {1}}; }

Integrator minimal_norm() {
  constexpr double lambda = 0.1931833275037836;
  return {{lambda, 1 - 2 * lambda, lambda}, {0.5, 0.5}};
}

Integrator read_integrator(const Section& options, const char* fallback) {
  const auto word = options.choice("integrator", {"leapfrog", "minimal-norm"}, fallback,
                                   "minimal-norm: two gradients a step, for steps more than "
                                   "twice as long");
  return word == "leapfrog" ? leapfrog() : minimal_norm();
}

}  // namespace temper
