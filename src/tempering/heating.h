#pragma once
// Why a rung of perturbed SGD is hotter than its temperature says, and what would cool it.
//
// The momentum m <- momentum m - lr (gradient of U/N) + s xi, s² = 2 lr (1 - momentum) T / N, gets
// two noises. A minibatch of B examples estimates the gradient of U/N with variance
// v (1/B - 1/N) (drawn without replacement; v: between examples), so that the stationary mean
// square of m is [s² + lr² v (1/B - 1/N)] / (1 - momentum²) and the kinetic temperature
// N (1 + momentum) <m²> / (2 lr) is
//
//   K = T + N lr v (1/B - 1/N) / (2 (1 - momentum)).
//
// The excess K - T doesn't depend on T: it is proportional to lr and to 1/B - 1/N. With full
// batches what is left is the error of the step, K = T / (1 - lr h / (2 (1 + momentum))) at a
// curvature h of U/N, to first order proportional to lr as well.
//
// Source: Mandt, Hoffman & Blei, "Stochastic gradient descent as approximate Bayesian inference",
// JMLR 18, 2017, section 4 (minibatch noise as a temperature); Ahn, Korattikara & Welling,
// "Bayesian posterior sampling via stochastic gradient Fisher scoring", ICML 2012.

namespace temper {

/// A rung's nominal temperature and the one measured.
struct Heating {
  double nominal = 1;  ///< T > 0
  double kinetic = 1;  ///< K

  double relative_excess() const { return kinetic / nominal - 1; }
};

/// The step size (lr) at which the relative excess is `tolerance`. Requires an excess above 0.
double cooler_step_size(const Heating& heating, double step_size, double tolerance);

/// The batch size at which it is; N if only all of the data will do. Requires an excess above 0.
double cooler_batch(const Heating& heating, double batch, double n_points, double tolerance);

}  // namespace temper
