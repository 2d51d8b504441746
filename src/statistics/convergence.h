#pragma once
// Whether copies agree, and what their values are worth in the middle and in the tails of the
// distribution.
//
// Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner, "Rank-normalization, folding, and
// localization: an improved R-hat for assessing convergence of MCMC", Bayesian Analysis 16(2),
// 2021, sections 3 and 4; each copy is split into halves first, so one copy will do.

#include "statistics/copies.h"

namespace temper {

struct Convergence {
  double r_hat = 1;  ///< the larger of rank-normalised and folded split R-hat; below 1.01 is good
  double bulk_size = 0;  ///< effective size of the rank-normalised values
  double tail_size = 0;  ///< the smaller of those of the 5 % and 95 % quantiles
};

/// Requires at least 8 values a copy, all finite. NaN where all values are the same.
Convergence convergence(const Copies& values);

/// z = Phi^-1((rank - 3/8) / (S + 1/4)) of S values; equal values share their mean rank (eq. 14).
Copies rank_normalised(const Copies& values);

/// sqrt(var+ / W) (eq. 4).
double r_hat(const Copies& values);

}  // namespace temper
