#pragma once
// Those of the registry whose answers are known.

#include <string>
#include <vector>

#include "config/section.h"
#include "potential/analytic.h"
#include "potential/potentials.h"

namespace temper {

inline std::vector<std::string> known_potentials() {
  auto names = potentials().names();
  std::erase_if(names, [](const std::string& name) {
    const auto potential = potentials().find(name)->make(Section::of("potential"));
    return dynamic_cast<const AnalyticPotential*>(potential.get()) == nullptr;
  });
  return names;
}

}  // namespace temper
