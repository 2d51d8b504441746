#include "potential/analytic.h"

#include <algorithm>

namespace temper {

Energy AnalyticPotential::energy(std::span<const float> theta) { return evaluate(theta, {}, {}); }

void AnalyticPotential::gradients(std::span<GradientTask> group) {
  for (auto& task : group) task.energy = evaluate(task.theta, task.weights, task.gradient);
}

void AnalyticPotential::pointwise(std::span<const float> theta, Batch /*one point*/,
                                  std::span<double> out) {
  std::fill(out.begin(), out.end(), energy(theta).U);
}

void AnalyticPotential::draw_prior(std::span<float> theta, Rng& rng) const {
  draw({std::numeric_limits<double>::infinity(), Tempering::likelihood}, theta, rng);
}

}  // namespace temper
