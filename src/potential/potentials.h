#pragma once
// Potentials by their config name, for runs without a network: [potential] type = "funnel".

#include "base/registry.h"
#include "potential/potential.h"

namespace temper {

class Section;

/// Each maker reads its own options from [potential].
Registry<Potential, const Section&>& potentials();

}  // namespace temper
