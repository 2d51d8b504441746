#include "potential/line_table.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr std::size_t n_cells = 1 << 15;

}  // namespace

LineTable::LineTable(const std::function<double(double)>& energy, double reach)
    : reach_(reach), step_(2 * reach / n_cells), cumulative_(n_cells) {
  std::vector<double> height(n_cells);
  for (std::size_t i = 0; i < n_cells; ++i) height[i] = energy(position(i));
  const double lowest = *std::min_element(height.begin(), height.end());

  double sum = 0, sum_x = 0, sum_xx = 0;
  for (std::size_t i = 0; i < n_cells; ++i) {
    const double x = position(i), density = std::exp(lowest - height[i]);
    sum += density;
    sum_x += density * x;
    sum_xx += density * x * x;
    cumulative_[i] = sum;
  }
  log_integral_ = std::log(sum * step_) - lowest;
  mean_ = sum_x / sum;
  variance_ = sum_xx / sum - mean_ * mean_;
}

double LineTable::draw(Rng& rng) const {
  const double level = rng.uniform() * cumulative_.back();
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), level);
  const auto cell = static_cast<std::size_t>(found - cumulative_.begin());
  return position(std::min(cell, n_cells - 1)) + step_ * (rng.uniform() - 0.5);
}

/// The middle of a cell.
double LineTable::position(std::size_t cell) const {
  return (static_cast<double>(cell) + 0.5) * step_ - reach_;
}

}  // namespace temper
