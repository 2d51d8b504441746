#pragma once
// The evidence by thermodynamic integration: log Z = -integral of <U> over beta from 0 to the
// target, along a monotone cubic through the means whose slopes are d<U>/dbeta = -Var U.
//
// Source: Friel, Hurn & Wyse, "Improving power posterior estimation of statistical evidence",
// Stat. Comput. 24, 2014, eq. 7 (the corrected trapezium); slopes are cut at three times the
// secant's, where a cubic stays monotone (Fritsch & Carlson, SIAM J. Numer. Anal. 17(2), 1980),
// since Var U at the prior can be far beyond what a parabola makes of it.

#include "statistics/series_estimate.h"
#include "tempering/rung_energies.h"

namespace temper {

struct ThermodynamicIntegral {
  SeriesEstimate log_Z;  ///< at beta.front(), exp(-V) having Z = 1

  /// How much the curvature between rungs matters [nats]: how far the cubic is from the
  /// trapezium. The integral can't be trusted to better than that.
  double discretisation = 0;
};

ThermodynamicIntegral thermodynamic_integral(const RungEnergies& energies);

}  // namespace temper
