#pragma once
// How many independent values correlated series are worth, and so how sure their mean is.
//
// Autocorrelations are estimated from all copies together, as
//
//   rho_t = 1 - (W - mean_c acov_c(t)) / var+,    var+ = (n - 1)/n W + B/n
//
// with W the mean variance within copies and B/n the variance of their means: copies that
// disagree never look independent. The sum over t ends where Geyer's initial monotone sequence
// does.
//
// A standard error is an estimate too: a sum over lags up to L gives the variance of the mean with
// nu = S / (2 L + 1) degrees of freedom, so that an error over it is distributed as Student's t,
// whose variance is nu / (nu - 2). The variance of the mean is multiplied by that, at most by two:
// errors then have the size of their standard errors in short series, too.
//
// Where replicas keep for long what few draws show, as the modes that they are in, every lag has a
// little correlation, too little to be seen above the noise of one lag, and together they count.
// The variance between the means of long batches sees it, so that the larger of the two is taken.
//
// Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner, "Rank-normalization, folding, and
// localization: an improved R-hat", Bayesian Analysis 16(2), 2021, eqs. 1 to 4 and 10 to 13;
// Geyer, "Practical Markov chain Monte Carlo", Statist. Sci. 7(4), 1992, section 3.3; Priestley,
// "Spectral analysis and time series", 1981, section 6.2.4 (nu, of the truncated window);
// Flegal & Jones, "Batch means and spectral variance estimators in Markov chain Monte Carlo", Ann.
// Statist. 38(2), 2010.

#include "statistics/copies.h"

namespace temper {

/// var+ and what it is worth.
struct Spread {
  double variance = 0;            ///< of one value, between copies included
  double effective_size = 0;      ///< in [1, S log10 S] for S values; S if all are the same
  double degrees_of_freedom = 0;  ///< nu, of the variance of the mean
};

/// Requires at least 4 values a copy, all finite.
Spread spread(const Copies& values);

double effective_size(const Copies& values);

/// Standard error of the mean over all copies, its own uncertainty included.
double standard_error(const Copies& values);

}  // namespace temper
