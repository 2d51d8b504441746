#pragma once
// Potentials by their config name, for runs without a network: [potential] type = "funnel".

#include "base/registry.h"
#include "potential/potential.h"

namespace temper {

class Section;

/// Each maker reads its own options from [potential].
inline Registry<Potential, const Section&>& potentials() {
  return registry_of<Potential, const Section&>();
}

}  // namespace temper
