#include "method/finding.h"

#include <cmath>

namespace temper {

double Finding::share_at(std::size_t mark) {
  const double exponent = static_cast<double>(mark) / static_cast<double>(n_marks - 1) - 1;
  return std::pow(1000.0, exponent);
}

void Finding::see(std::span<const float> theta, const Energy& energy, double progress) {
  const double objective = objective_of(energy);
  if (!(objective < objective_)) return;  // nor NaN
  mark_until(progress);
  objective_ = objective;
  energy_ = energy;
  theta_.assign(theta.begin(), theta.end());
}

void Finding::close() {
  while (mark_ < n_marks) trace_[mark_++] = objective_;
}

void Finding::mark_until(double progress) {
  while (mark_ < n_marks && share_at(mark_) < progress) trace_[mark_++] = objective_;
}

}  // namespace temper
