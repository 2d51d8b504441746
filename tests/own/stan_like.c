/* A library with the functions of BridgeStan 2 and two models of Stan's, written out by hand: what
 * `type = "stan"` is tested with, since a Stan compiler isn't at hand.
 *
 * -DSCHOOLS: eight schools, not centred (Rubin 1981; Gelman et al., Bayesian Data Analysis, 5.5)
 *     mu ~ N(0, 5), tau ~ half-Cauchy(0, 5), t_j ~ N(0, 1), y_j ~ N(mu + tau t_j, sigma_j)
 * otherwise: a mixture with weight w of the left one, from data {"w": 0.3}
 *     z ~ w N(-3, 1/2) + (1 - w) N(3, 1/2)
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  double w;
} bs_model;
typedef struct {
  unsigned seed;
} bs_rng;

static const double ln_root_2pi = 0.91893853320467274178;

static char* copy(const char* text) {
  char* made = malloc(strlen(text) + 1);
  return strcpy(made, text);
}

static double log_normal(double x, double mean, double sd) {
  const double d = (x - mean) / sd;
  return -d * d / 2 - log(sd) - ln_root_2pi;
}

#ifdef SCHOOLS
static const double pi = 3.14159265358979323846;
#define N_PARAMETERS 10
#define UNCONSTRAINED "mu,tau,theta_trans.1,theta_trans.2,theta_trans.3,theta_trans.4," \
                      "theta_trans.5,theta_trans.6,theta_trans.7,theta_trans.8"
#define TRANSFORMED ",theta.1,theta.2,theta.3,theta.4,theta.5,theta.6,theta.7,theta.8"
static const double y[8] = {28, 8, -3, 7, -1, 1, 18, 12}, sigma[8] = {15, 10, 16, 11, 9, 11, 10, 18};

static double density(const bs_model* m, const double* theta, double* gradient) {
  (void)m;
  const double mu = theta[0], tau = exp(theta[1]);
  double sum = log_normal(mu, 0, 5) + log(2 / (pi * 5)) - log1p(tau * tau / 25) + theta[1];
  double slope_mu = -mu / 25, slope_tau = -2 * tau / (25 + tau * tau);
  for (int j = 0; j < 8; ++j) {
    const double t = theta[2 + j], residual = (y[j] - mu - tau * t) / (sigma[j] * sigma[j]);
    sum += log_normal(t, 0, 1) + log_normal(y[j], mu + tau * t, sigma[j]);
    slope_mu += residual;
    slope_tau += residual * t;
    if (gradient) gradient[2 + j] = residual * tau - t;
  }
  if (gradient) gradient[0] = slope_mu, gradient[1] = slope_tau * tau + 1;
  return sum;
}

static void constrained(const double* theta, bool transformed, double* out) {
  memcpy(out, theta, N_PARAMETERS * sizeof *out);
  out[1] = exp(theta[1]);
  for (int j = 0; transformed && j < 8; ++j) out[10 + j] = out[0] + out[1] * theta[2 + j];
}
#else
#define N_PARAMETERS 1
#define UNCONSTRAINED "z"
#define TRANSFORMED ""

static double density(const bs_model* m, const double* theta, double* gradient) {
  const double z = theta[0], left = log(m->w) + log_normal(z, -3, 0.5),
               right = log1p(-m->w) + log_normal(z, 3, 0.5), top = fmax(left, right),
               sum = top + log(exp(left - top) + exp(right - top)), share = exp(left - sum);
  if (gradient) gradient[0] = -4 * (share * (z + 3) + (1 - share) * (z - 3));
  return sum;
}

static void constrained(const double* theta, bool transformed, double* out) {
  (void)transformed;
  out[0] = theta[0];
}
#endif

const int bs_major_version = 2, bs_minor_version = 6, bs_patch_version = 2;

bs_model* bs_model_construct(const char* data, unsigned seed, char** error) {
  (void)seed;
  char text[256] = "";
  if (strstr(data, ".json")) {
    FILE* file = fopen(data, "r");
    if (!file) return *error = copy("cannot open the data file"), NULL;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
  } else {
    strncpy(text, data, sizeof text - 1);
  }
  const char* w = strstr(text, "\"w\":");
#ifndef SCHOOLS
  if (!w) return *error = copy("variable does not exist; name=w"), NULL;
#endif
  bs_model* m = malloc(sizeof *m);
  m->w = w ? atof(w + 4) : 0;
  return m;
}
void bs_model_destruct(bs_model* m) { free(m); }
void bs_free_error_msg(char* text) { free(text); }
const char* bs_name(const bs_model* m) { return (void)m, "stan_like"; }
const char* bs_param_names(const bs_model* m, bool transformed, bool generated) {
  return (void)m, (void)generated, transformed ? UNCONSTRAINED TRANSFORMED : UNCONSTRAINED;
}
const char* bs_param_unc_names(const bs_model* m) { return (void)m, UNCONSTRAINED; }
int bs_param_unc_num(const bs_model* m) { return (void)m, N_PARAMETERS; }
int bs_log_density(const bs_model* m, bool propto, bool jacobian, const double* theta, double* lp,
                   char** error) {
  if (propto || !jacobian) return *error = copy("constants and Jacobian are wanted"), -1;
  if (theta[0] > 50) return *error = copy("rejected: beyond 50"), -1;
  return *lp = density(m, theta, NULL), 0;
}
int bs_log_density_gradient(const bs_model* m, bool propto, bool jacobian, const double* theta,
                            double* lp, double* gradient, char** error) {
  if (propto || !jacobian) return *error = copy("constants and Jacobian are wanted"), -1;
  if (theta[0] > 50) return *error = copy("rejected: beyond 50"), -1;
  return *lp = density(m, theta, gradient), 0;
}
bs_rng* bs_rng_construct(unsigned seed, char** error) {
  (void)error;
  bs_rng* made = malloc(sizeof *made);
  made->seed = seed;
  return made;
}
void bs_rng_destruct(bs_rng* rng) { free(rng); }
int bs_param_constrain(const bs_model* m, bool transformed, bool generated, const double* theta,
                       double* out, bs_rng* rng, char** error) {
  (void)m, (void)rng;
  if (generated) return *error = copy("no generated quantities here"), -1;
  return constrained(theta, transformed, out), 0;
}
