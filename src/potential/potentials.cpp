#include "potential/potentials.h"

namespace temper {

Registry<Potential, const Section&>& potentials() {
  static Registry<Potential, const Section&> registry;
  return registry;
}

}  // namespace temper
