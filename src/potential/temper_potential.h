#ifndef TEMPER_POTENTIAL_H
#define TEMPER_POTENTIAL_H
/* Your own energy as a target of Temper: a shared library in C, Fortran, Rust, … that has the
 * functions below, named in the config:
 *
 *   [potential]
 *   type = "plugin"
 *   library = "mine.so"          cc -O2 -shared -fPIC -I PREFIX/include mine.c -o mine.so
 *
 * Temper samples exp(-beta U - V) (ladder.tempering = "likelihood") or exp(-beta (U + V)). U is
 * what is tempered, -ln of a likelihood say, and V the rest, -ln of a prior with its constant;
 * leave V and grad_V alone where there is none. theta, gradients and names have temper_dim
 * elements. A function that returns int32_t says 0, or else that it failed, which ends the run; a
 * NaN or an infinite U says that theta is out of bounds, and kernels with a Metropolis test then
 * stay. The same theta must give the same bits: then runs are the same on any number of ranks. Each
 * rank is a process that makes one state and calls from one thread.
 */
#include <stdint.h>

#define TEMPER_ABI 1
#define TEMPER_ABSENT 1000 /* from temper_draw_prior or temper_start: as if it weren't there */

#if defined(__GNUC__)
#define TEMPER_EXPORT __attribute__((visibility("default")))
#else
#define TEMPER_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Random numbers that Temper hands to you: random->normal(random). */
typedef struct temper_random {
  double (*uniform)(struct temper_random*); /* in (0, 1) */
  double (*normal)(struct temper_random*);  /* mean 0, variance 1 */
} temper_random;

/* --- Required: the version that you were compiled for, and P, the number of parameters. */
TEMPER_EXPORT int32_t temper_abi(void); /* { return TEMPER_ABI; } */
TEMPER_EXPORT int64_t temper_dim(void* state);

/* --- Required, one of the two: U, V and their gradients. A gradient that isn't wanted is NULL. */
TEMPER_EXPORT int32_t temper_evaluate(void* state, const double* theta, double* U, double* V,
                                      double* grad_U, double* grad_V);
TEMPER_EXPORT int32_t temper_evaluate_f32(void* state, const float* theta, double* U, double* V,
                                          float* grad_U, float* grad_V);

/* --- Optional, each by itself. */
/* What the other functions get as `state`, from [potential] options = "…" ("" if it isn't given).
 * NULL says that it failed. Without it, state is NULL. */
TEMPER_EXPORT void* temper_create(const char* options);
TEMPER_EXPORT void temper_destroy(void* state);
/* Why the last call failed; state is NULL after temper_create. */
TEMPER_EXPORT const char* temper_message(void* state);
/* Name of a parameter, "x" or "spin[3]". The text is copied. */
TEMPER_EXPORT const char* temper_name(void* state, int64_t parameter);

/* A draw from exp(-V), for a rung at beta = 0; and where replicas start, if not there. */
TEMPER_EXPORT int32_t temper_draw_prior(void* state, temper_random* random, double* theta);
TEMPER_EXPORT int32_t temper_start(void* state, temper_random* random, double* theta);

/* n replicas in one call: theta and gradients are [n][P], U and V [n]. */
TEMPER_EXPORT int32_t temper_evaluate_many(void* state, int64_t n, const double* theta, double* U,
                                           double* V, double* grad_U, double* grad_V);

/* Data, for minibatches: U is a sum over temper_points examples (0: none). Both or neither. Of the
 * examples rows[n]: U of each [n], the sum of their gradients, and V. */
TEMPER_EXPORT int64_t temper_points(void* state);
TEMPER_EXPORT int32_t temper_evaluate_rows(void* state, const double* theta, const uint32_t* rows,
                                           int64_t n, double* U, double* V, double* grad_U,
                                           double* grad_V);

/* Numbers that are stored with each draw: all three or none. */
TEMPER_EXPORT int64_t temper_metrics(void* state);
TEMPER_EXPORT const char* temper_metric_name(void* state, int64_t metric);
TEMPER_EXPORT int32_t temper_measure(void* state, const double* theta, double* out);

#ifdef __cplusplus
}
#endif
#endif
