#include "kernel/known_gradient.h"

#include <cmath>

namespace temper {

void evaluate(std::span<GradientTask> tasks, Potential& potential) {
  potential.gradients(tasks);
  for (auto& task : tasks)
    if (std::isnan(task.energy.V)) task.energy.V = potential.energy(task.theta).V;
}

void KnownGradient::learn(std::span<const Move> group, Potential& potential) {
  tasks_.clear();
  for (const auto& move : group)
    if (move.replica->scalars[0] == 0)
      tasks_.push_back(
          {move.replica->theta, {}, move.target.weights(), move.replica->slots[0], {}});
  if (tasks_.empty()) return;
  evaluate(tasks_, potential);
  auto task = tasks_.cbegin();
  for (const auto& move : group)
    if (move.replica->scalars[0] == 0) {
      move.replica->energy = task++->energy;
      move.replica->scalars[0] = 1;
    }
}

}  // namespace temper
