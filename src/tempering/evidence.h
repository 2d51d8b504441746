#pragma once
// log Z, how sure it is, and whether other ways to the same number agree with it.

#include <vector>

#include "tempering/rung_energies.h"

namespace temper {

/// One way to log Z.
struct EvidenceEstimate {
  double log_Z = 0;
  double standard_error = 0;  ///< over copies and sweeps, their correlations included
  double gap = 0;             ///< less the bridge's log Z
  double allowed_gap = 0;     ///< beyond it they disagree
  bool may_be_high = false;   ///< by its method: only too low a value says that they disagree
  bool agrees() const;
};

struct Evidence {
  double log_Z = 0;  ///< by the bridge (bridge.h), the answer
  /// Over copies and sweeps, their correlations included, or over replicas if that is more.
  double standard_error = 0;
  double effective_size = 0;  ///< independent sweeps that the answer is worth
  double r_hat = 1;           ///< of what the sweeps say, between copies and halves of them

  /// Checks. A stepping stone may be 4 standard errors away (its own or those of the gap, whichever
  /// are more), thermodynamic integration by what its rungs are apart on top: with 2 comparisons
  /// of normal estimates, 1 warning in 8,000 is false. The reverse stepping stone may be any amount
  /// higher: its weights have heavy tails, whose best part is seldom seen, also on good ladders.
  EvidenceEstimate forward, reverse, thermodynamic;
  double discretisation = 0;    ///< of the thermodynamic integral [nats]
  std::vector<double> overlap;  ///< of each pair [R - 1], see bridge.h
};

/// Requires at least 8 sweeps; all energies finite.
Evidence evidence(const RungEnergies& energies);

}  // namespace temper
