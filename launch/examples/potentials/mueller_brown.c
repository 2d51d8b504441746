/* The Mueller-Brown surface: three minima and two saddles in two dimensions, on which everybody
 * tries a new method for rare events first.
 *
 * Source: Mueller & Brown, Theor. Chim. Acta 53, 1979, with their constants; U is in their units,
 * so that a temperature of 10 leaves barriers of about 10 T.
 */
#include <math.h>
#include <stddef.h>

#include "temper_potential.h"

static const double A[4] = {-200, -100, -170, 15}, a[4] = {-1, -1, -6.5, 0.7},
                    b[4] = {0, 0, 11, 0.6}, c[4] = {-10, -10, -6.5, 0.7}, centre_x[4] = {1, 0, -0.5, -1},
                    centre_y[4] = {0, 0.5, 1.5, 1};

int32_t temper_abi(void) { return TEMPER_ABI; }
int64_t temper_dim(void* state) { return (void)state, 2; }
const char* temper_name(void* state, int64_t i) { return (void)state, i == 0 ? "x" : "y"; }

int32_t temper_evaluate(void* state, const double* theta, double* U, double* V, double* grad_U,
                        double* grad_V) {
  (void)state, (void)V, (void)grad_V; /* no prior */
  double energy = 0, slope_x = 0, slope_y = 0;
  for (int k = 0; k < 4; ++k) {
    const double x = theta[0] - centre_x[k], y = theta[1] - centre_y[k];
    const double term = A[k] * exp(a[k] * x * x + b[k] * x * y + c[k] * y * y);
    energy += term;
    slope_x += term * (2 * a[k] * x + b[k] * y);
    slope_y += term * (b[k] * x + 2 * c[k] * y);
  }
  *U = energy;
  if (grad_U) grad_U[0] = slope_x, grad_U[1] = slope_y;
  return 0;
}

/* Where replicas start: anywhere on the part of the surface that is usually drawn. */
int32_t temper_start(void* state, temper_random* random, double* theta) {
  (void)state;
  theta[0] = -1.5 + 2.5 * random->uniform(random);
  theta[1] = -0.5 + 2.5 * random->uniform(random);
  return 0;
}
