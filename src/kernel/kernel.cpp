#include "kernel/kernel.h"

namespace temper {

Registry<Kernel, const Section&>& kernels() {
  static Registry<Kernel, const Section&> registry;
  return registry;
}

}  // namespace temper
