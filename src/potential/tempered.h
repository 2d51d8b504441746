#pragma once
// What a rung samples: pi ∝ exp(-w.U U - w.V V), by temperature and kind of tempering.

#include <limits>

namespace temper {

enum class Tempering {
  likelihood,  ///< exp(-beta U - V): beta = 0 is the prior
  posterior,   ///< exp(-beta (U + V)): beta > 1 cools towards the best minimum
};

/// Factors of U and V in a sum.
struct Weights {
  double U = 1;
  double V = 1;
};

/// The distribution of one rung.
struct Target {
  double temperature = 1;  ///< T = 1/beta in [0, inf]
  Tempering tempering = Tempering::posterior;

  double beta() const {
    return temperature == 0 ? std::numeric_limits<double>::infinity() : 1 / temperature;
  }

  /// pi ∝ exp(-w.U U - w.V V). Requires T > 0.
  Weights weights() const { return {beta(), tempering == Tempering::posterior ? beta() : 1.0}; }

  /// `weights() * T`: the drift of Langevin kernels at temperature T. Requires T < inf.
  Weights drift_weights() const {
    return {1.0, tempering == Tempering::posterior ? 1.0 : temperature};
  }
};

}  // namespace temper
