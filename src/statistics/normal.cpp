#include "statistics/normal.h"

#include <cmath>
#include <numbers>

namespace temper {
namespace {

/// Newton's method on ln Phi(x) = ln p, p <= 1/2. ln Phi is concave, and Phi(x) < exp(-x²/2) for
/// x < 0 puts the start left of the root, so that every iterate comes nearer from there.
double lower_quantile(double p) {
  const double root_2pi = std::sqrt(2 * std::numbers::pi);
  double x = -std::sqrt(-2 * std::log(p));
  for (int i = 0; i < 50; ++i) {
    const double probability = 0.5 * std::erfc(-x / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * x * x) / root_2pi;
    const double step = std::log(p / probability) * probability / density;
    x += step;
    if (std::abs(step) < 1e-15 * (1 + std::abs(x))) break;
  }
  return x;
}

}  // namespace

double normal_quantile(double p) { return p <= 0.5 ? lower_quantile(p) : -lower_quantile(1 - p); }

}  // namespace temper
