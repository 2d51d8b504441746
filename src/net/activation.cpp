#include "net/activation.h"

namespace temper {

Registry<Activation, const Section&>& activations() {
  static Registry<Activation, const Section&> registry;
  return registry;
}

}  // namespace temper
