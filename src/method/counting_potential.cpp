#include "method/counting_potential.h"

#include <cmath>

#include "potential/objective.h"

namespace temper {

CountingPotential::CountingPotential(Potential& counted, Budget& budget)
    : counted_(counted), budget_(budget), finding_(prior_constant(counted)) {}

Energy CountingPotential::energy(std::span<const float> theta) {
  budget_.charge(Budget::per_energy * n_points());
  pass(theta);
  const Energy energy = counted_.energy(theta);
  finding_.see(theta, energy, progress());
  return energy;
}

double CountingPotential::prior_energy(std::span<const float> theta) {
  return counted_.prior_energy(theta);  // no example is looked at
}

void CountingPotential::gradients(std::span<GradientTask> group) {
  for (auto& task : group) {
    budget_.charge(Budget::per_gradient * n_examples(task.batch));
    pass(task.theta);
    counted_.gradients({&task, 1});
    if (!task.batch.empty()) continue;
    Energy energy = task.energy;
    if (std::isnan(energy.V)) energy.V = counted_.prior_energy(task.theta);
    finding_.see(task.theta, energy, progress());
  }
}

void CountingPotential::pointwise(std::span<const float> theta, Batch batch,
                                  std::span<double> out) {
  budget_.charge(Budget::per_energy * n_examples(batch));
  counted_.pointwise(theta, batch, out);
}

void CountingPotential::initialise(std::span<float> theta, Rng& rng) const {
  if (has_started_) return counted_.initialise(theta, rng);
  counted_.initialise_first(theta, rng);
  has_started_ = true;
}

void CountingPotential::draw_prior(std::span<float> theta, Rng& rng) const {
  counted_.draw_prior(theta, rng);
}

double CountingPotential::progress() const {
  return static_cast<double>(budget_.spent()) / static_cast<double>(budget_.total());
}

void CountingPotential::pass(std::span<const float> theta) {
  if (dim() == 1) path_.pass(theta[0], progress());
}

}  // namespace temper
