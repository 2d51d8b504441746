#pragma once
// Critical points of any index, by minimising |grad|²: Newton steps of least residual,
//
//   d = argmin |g + H d|² + mu |d|²   in the Krylov space of g,
//
// with mu, relative to |H|², chosen in each step so that |g| falls (Levenberg and Marquardt).
//
// Sources: Roosta, Liu, Xu and Mahoney, "Newton-MR", EURO J. Comput. Optim. 2022, algorithm 1;
// Frye et al., "Critical point-finding methods reveal gradient-flat regions of deep network
// losses", Neural Computation 33, 2021: where g lies in the kernel of H the search ends at a
// point that is not critical, so the norm that it reached decides.

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/objective.h"

namespace temper {

struct CriticalSearch {
  std::size_t most_steps = 50;
  std::size_t most_products = 100;  ///< of the Hessian, in a step
  double tolerance = 1e-6;          ///< of |g|
  /// Nats that a step may go up; infinite: anywhere. For polishing, which must stay in its valley.
  double most_rise = 1e300;
};

struct CriticalEnd {
  std::vector<float> theta;
  double value = 0;
  double gradient_norm = 0;
};

/// Ends at the tolerance, or where no step makes |g| smaller.
CriticalEnd find_critical_point(Objective& objective, std::span<const float> theta,
                                const CriticalSearch& search);

}  // namespace temper
