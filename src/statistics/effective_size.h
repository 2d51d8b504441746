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
// Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner, "Rank-normalization, folding, and
// localization: an improved R-hat", Bayesian Analysis 16(2), 2021, eqs. 1 to 4 and 10 to 13;
// Geyer, "Practical Markov chain Monte Carlo", Statist. Sci. 7(4), 1992, section 3.3.

#include "statistics/copies.h"

namespace temper {

/// var+ and what it is worth.
struct Spread {
  double variance = 0;        ///< of one value, between copies included
  double effective_size = 0;  ///< in [1, S log10 S] for S values; S if all are the same
};

/// Requires at least 4 values a copy, all finite.
Spread spread(const Copies& values);

double effective_size(const Copies& values);

/// Standard error of the mean over all copies.
double standard_error(const Copies& values);

}  // namespace temper
