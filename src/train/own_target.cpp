#include "train/own_target.h"

#include <algorithm>
#include <cmath>

#include "base/errors.h"
#include "potential/own_potential.h"
#include "potential/potentials.h"

namespace temper {

std::unique_ptr<Potential> make_target(const Config& config, const Communicator& world) {
  std::unique_ptr<Potential> potential;
  world.together([&] {
    potential = make_registered(potentials(), config.section("potential"), "type", std::nullopt,
                                "a target without a network");
  });
  return potential;
}

void require_prior_draws(const Ladder& ladder, const Potential& potential) {
  const auto* own = dynamic_cast<const OwnPotential*>(&potential);
  if (!own || own->has_prior_draws()) return;
  const auto& temperatures = ladder.temperature;
  if (std::none_of(temperatures.begin(), temperatures.end(),
                   [](double T) { return std::isinf(T); }))
    return;
  throw UsageError(
      "ladder: at temperature inf replicas are drawn from the prior, and this potential has none "
      "to draw from; end the ladder at a finite t_max, or set potential.reference = \"normal\"");
}

std::string file_of_model(const Potential& potential) {
  const auto* own = dynamic_cast<const OwnPotential*>(&potential);
  return own ? own->model().file() : "";
}

std::string notes_on(const Potential& potential) {
  std::string text;
  if (const auto* own = dynamic_cast<const OwnPotential*>(&potential))
    for (const auto& note : own->notes()) text += note + "\n";
  return text;
}

}  // namespace temper
