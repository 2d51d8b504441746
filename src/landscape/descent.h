#pragma once
// Down from a state by L-BFGS (LBFGS++), until the gradient is small, the gradients are spent, or
// energies no longer tell one point from the next.
//
// Source: Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.5 and 3.5.

#include <functional>
#include <span>
#include <vector>

#include "landscape/objective.h"

namespace temper {

/// The value at x, [n]; writes its gradient, [n].
using Slope = std::function<double(std::span<const float>, std::span<float>)>;

/// A point on the way down.
struct WayPoint {
  std::uint64_t gradients = 0;  ///< computed until then
  double value = 0;
  std::vector<float> theta;
};

struct Descent {
  std::vector<float> theta;
  double value = 0;
  double gradient_norm = 0;
  std::uint64_t gradients = 0;     ///< computed in all
  std::vector<WayPoint> way = {};  ///< the lowest point after 1, 2, 4, 8, … gradients
};

struct DescentOptions {
  std::uint64_t most_gradients = 3000;
  double tolerance = 1e-6;  ///< ends at this norm of the gradient
};

/// Goes down from `theta`; ends at the lowest point that was seen.
Descent descend(const Slope& slope, std::span<const float> theta, const DescentOptions& options);

}  // namespace temper
