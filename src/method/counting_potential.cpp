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
    if (task.batch.empty()) see(task.theta, task.energy);
  }
}

void CountingPotential::curvature(CurvatureTask& task) {
  const double thirds = Budget::per_gradient * static_cast<double>(n_points()) * curvature_cost();
  budget_.charge(static_cast<std::uint64_t>(std::ceil(thirds)));
  pass(task.theta);
  counted_.curvature(task);
  see(task.theta, task.energy);
}

double CountingPotential::curvature_cost() const {
  constexpr double solutions = 2;
  const auto n = static_cast<double>(dim());
  return counted_.curvature_cost() + solutions * n * n / 18 / static_cast<double>(n_points());
}

void CountingPotential::charge_multiplications(double number) {
  constexpr double per_parameter = 3;
  const double gradients = number / (per_parameter * static_cast<double>(dim()));
  budget_.charge(static_cast<std::uint64_t>(std::ceil(Budget::per_gradient * gradients)));
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

void CountingPotential::see(std::span<const float> theta, Energy energy) {
  if (std::isnan(energy.V)) energy.V = counted_.prior_energy(theta);
  finding_.see(theta, energy, progress());
}

void CountingPotential::pass(std::span<const float> theta) {
  if (dim() == 1) path_.pass(theta[0], progress());
}

}  // namespace temper
