#pragma once
// The evidence from both directions at once: of all ways to combine the energies of two
// neighbouring rungs into log(Z_k / Z_(k+1)), Bennett's has the least variance, and its weights
// are bounded, so that its standard error can be trusted where those of the stepping stones
// can't. With d = beta_k - beta_(k+1) and s(x) = 1/(1 + exp(-x)) it is the c at which
//
//   mean over the hotter rung of s(-d U - c)  =  mean over the colder rung of s(d U + c)
//
// Source: Bennett, "Efficient estimation of free energy differences from Monte Carlo data",
// J. Comput. Phys. 22, 1976, eq. 12; Meng & Wong, "Simulating ratios of normalizing constants via
// a simple identity", Statist. Sinica 6, 1996 (its optimality).

#include <vector>

#include "statistics/series_estimate.h"
#include "tempering/rung_energies.h"

namespace temper {

struct Bridge {
  SeriesEstimate log_Z;  ///< at beta.front(), exp(-V) having Z = 1

  /// Of each pair [R - 1]: the integral of p q / (p + q) over their densities, in [0, 1/2]. Below
  /// 0.03 an estimate can't be trusted (Klimovich, Shirts & Mobley, "Guidelines for the analysis
  /// of free energy calculations", J. Comput.-Aided Mol. Des. 29, 2015, section 5.2).
  std::vector<double> overlap;

  /// Standard error if replicas, and not sweeps, are what is independent: which of two far modes a
  /// replica is in was decided when it was last hot, and it takes that along the ladder, where no
  /// autocorrelation of a rung sees it. 0 where replicas aren't known.
  double error_by_replica = 0;
};

Bridge bridge(const RungEnergies& energies);

}  // namespace temper
