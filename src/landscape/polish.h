#pragma once
// From a state to the minimum below it, on all of the data: L-BFGS, then Newton steps where that
// stops at the rounding of energies; from a saddle on along its steepest way down.

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/descent.h"
#include "landscape/examined.h"

namespace temper {

struct PolishOptions {
  std::uint64_t most_gradients = 3000;
  double tolerance = 1e-4;         ///< ends at this norm of the gradient
  bool finishes_by_newton = true;  ///< pays only where Hessians are cheap
  SpectrumOptions spectrum = {};
};

struct Polished {
  Examined end;
  std::vector<WayPoint> way;
};

Polished polish(Views& views, std::span<const float> theta, const PolishOptions& options);

}  // namespace temper
