/* A Gaussian with a Gaussian prior, so that all is known; [potential] options says what is wrong with
 * it, for tests of what a user is told.
 *
 *   U = sum (theta_i - 1)^2 / (2 s^2),  V = -ln N(theta; 0, 2^2),  s = 1/2, P = 3
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "temper_potential.h"

#ifdef SIGN
__attribute__((constructor)) static void leave_a_sign(void) {
  FILE* file = getenv("SIGN") ? fopen(getenv("SIGN"), "w") : NULL;
  if (file) fclose(file);
}
#endif

#define P 3
static const double s = 0.5, prior_sd = 2, ln_root_2pi = 0.91893853320467274178;
static char wrong[32];
static long calls, fail_at = 3000;
static double noise;

#ifndef ABI
#define ABI TEMPER_ABI
#endif
#ifndef NO_ABI
int32_t temper_abi(void) { return ABI; }
#endif
int64_t temper_dim(void* state) { return (void)state, strcmp(wrong, "length") ? P : -2; }

void* temper_create(const char* options) {
  strncpy(wrong, options, sizeof wrong - 1);
  char* number = strchr(wrong, '@');
  if (number) fail_at = atol(number + 1), *number = 0;
  return strcmp(wrong, "create") ? &calls : NULL;
}
const char* temper_message(void* state) { return state ? "the furnace is out" : "no such furnace"; }
const char* temper_name(void* state, int64_t i) {
  static const char* names[P] = {"left", "right", "middle"};
  return (void)state, strcmp(wrong, "names") ? names[i] : "same";
}

static double* volatile nowhere = NULL;

static int misbehave(const double* theta, double* U) {
  ++calls;
#ifdef FAILS
  if (calls >= FAILS) return 1;
#endif
  if (!strcmp(wrong, "start")) *U = NAN;
  if (!strcmp(wrong, "corner") && theta[0] > 1.2) *U = NAN;
  if (!strcmp(wrong, "fades") && calls >= fail_at) *U = NAN;
  if (!strcmp(wrong, "random")) *U += noise += 1e-2;
  if (!strcmp(wrong, "bits")) *U *= 1 + (calls % 2) * 1e-15;
  if (calls != fail_at) return 0;
  if (!strcmp(wrong, "crash")) *nowhere = 1;
  if (!strcmp(wrong, "abort")) abort();
  if (!strcmp(wrong, "exit")) exit(0);
  return !strcmp(wrong, "fail");
}

#ifdef __GNUC__
__attribute__((unused))
#endif
static int evaluate(const double* theta, double* U, double* V, double* grad_U, double* grad_V) {
  *U = 0, *V = P * (ln_root_2pi + log(prior_sd));
  for (int i = 0; i < P; ++i) {
    const double x = theta[i], d = (x - 1) / s;
    *U += d * d / 2;
    *V += x * x / (2 * prior_sd * prior_sd);
    if (grad_U) grad_U[i] = d / s * (!strcmp(wrong, "gradient") && i == 1 ? 1.05 : 1);
    if (grad_V) grad_V[i] = x / (prior_sd * prior_sd) * (strcmp(wrong, "prior") ? 1 : -1);
  }
  if (grad_U && !strcmp(wrong, "long")) grad_U[P] = 0;
  return misbehave(theta, U);
}

#ifdef F32
int32_t temper_evaluate_f32(void* state, const float* theta, double* U, double* V, float* grad_U,
                            float* grad_V) {
  double wide[P], wide_U[P + 1], wide_V[P];
  (void)state;
  for (int i = 0; i < P; ++i) wide[i] = theta[i];
  const int code = evaluate(wide, U, V, wide_U, wide_V);
  *U = (float)*U, *V = (float)*V;
  for (int i = 0; i < P; ++i)
    if (grad_U) grad_U[i] = (float)wide_U[i], grad_V[i] = (float)wide_V[i];
  return code;
}
#elif !defined(NO_EVALUATE)
int32_t temper_evaluate(void* state, const double* theta, double* U, double* V, double* grad_U,
                        double* grad_V) {
  return (void)state, evaluate(theta, U, V, grad_U, grad_V);
}
#endif

#ifdef MANY
int32_t temper_evaluate_many(void* state, int64_t n, const double* theta, double* U, double* V,
                             double* grad_U, double* grad_V) {
  (void)state;
  for (int64_t i = 0; i < n; ++i) {
    const int code = evaluate(theta + i * P, U + i, V + i, grad_U ? grad_U + i * P : NULL,
                              grad_V ? grad_V + i * P : NULL);
    if (code) return code;
  }
  if (!strcmp(wrong, "several") && n > 1) U[n - 2] += 0.1;
  return 0;
}
#endif

#ifdef ROWS
/* Three examples: one for each parameter. */
int64_t temper_points(void* state) { return (void)state, P; }
int32_t temper_evaluate_rows(void* state, const double* theta, const uint32_t* rows, int64_t n,
                             double* U, double* V, double* grad_U, double* grad_V) {
  (void)state;
  *V = P * (ln_root_2pi + log(prior_sd));
  for (int i = 0; i < P; ++i) {
    *V += theta[i] * theta[i] / (2 * prior_sd * prior_sd);
    if (grad_U) grad_U[i] = 0, grad_V[i] = theta[i] / (prior_sd * prior_sd);
  }
  for (int64_t k = 0; k < n; ++k) {
    const double d = (theta[rows[k]] - 1) / s;
    U[k] = d * d / 2 + (strcmp(wrong, "rows") ? 0 : 1);
    if (grad_U) grad_U[rows[k]] += d / s;
  }
  return 0;
}
#endif

#ifndef NO_PRIOR
int32_t temper_draw_prior(void* state, temper_random* random, double* theta) {
  (void)state;
  for (int i = 0; i < P; ++i) theta[i] = prior_sd * random->normal(random);
  return 0;
}
#endif

int64_t temper_metrics(void* state) { return (void)state, 1; }
const char* temper_metric_name(void* state, int64_t i) { return (void)state, (void)i, "sum"; }
int32_t temper_measure(void* state, const double* theta, double* out) {
  return (void)state, *out = theta[0] + theta[1] + theta[2], 0;
}
