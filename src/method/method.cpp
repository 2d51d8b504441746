#include "method/method.h"

namespace temper {

Registry<Method, const Section&>& methods() {
  static Registry<Method, const Section&> registry;
  return registry;
}

}  // namespace temper
