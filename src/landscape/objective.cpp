#include "landscape/objective.h"

#include <cmath>
#include <utility>

namespace temper {

Objective::Objective(Potential& potential, std::vector<std::uint32_t> examples)
    : potential_(&potential), examples_(std::move(examples)), losses_(examples_.size()) {}

Energy Objective::energy(std::span<const float> theta) {
  if (examples_.empty()) return potential_->energy(theta);
  potential_->pointwise(theta, examples_, losses_);
  double sum = 0;
  for (const double loss : losses_) sum += loss;
  const double share = static_cast<double>(n_points()) / static_cast<double>(examples_.size());
  return {share * sum, potential_->prior_energy(theta)};
}

double Objective::value(std::span<const float> theta) {
  const auto energy = this->energy(theta);
  return energy.U + energy.V;
}

double Objective::gradient(std::span<const float> theta, std::span<float> gradient) {
  const auto energy = potential_->gradient(theta, examples_, {1, 1}, gradient);
  return energy.U + (std::isnan(energy.V) ? potential_->prior_energy(theta) : energy.V);
}

std::vector<std::uint32_t> spread_examples(std::size_t n_points, std::size_t n) {
  std::vector<std::uint32_t> rows;
  if (n >= n_points) return rows;
  for (std::size_t i = 0; i < n; ++i) rows.push_back(static_cast<std::uint32_t>(i * n_points / n));
  return rows;
}

}  // namespace temper
