#pragma once
// What has a value on rung 0 in every sweep or draw: the energy, the metrics, the parameters.

#include <string>
#include <vector>

#include "diagnosis/diagnosed_run.h"
#include "statistics/copies.h"

namespace temper {

struct Quantity {
  std::string name;
  Copies values;                 ///< [copy][sweep or draw], the finite ones
  std::size_t n_not_finite = 0;  ///< sweeps or draws left out, because a copy's value wasn't finite
  bool by_sweep = false;         ///< else by draw, of which there are as few as output.thin says
};

/// "energy U", the metrics, and, of models whose parameters mean something, the parameters
/// themselves (up to ten) or eight random projections of them. The weights of a network with
/// hidden layers have symmetries: copies may disagree on them and agree on everything else, so
/// these are left out.
std::vector<Quantity> quantities_on_rung_0(const DiagnosedRun& run);

}  // namespace temper
