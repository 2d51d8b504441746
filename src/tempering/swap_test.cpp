#include "tempering/swap_test.h"

namespace temper {

Registry<SwapTest, const Section&>& swap_tests() {
  static Registry<SwapTest, const Section&> registry;
  return registry;
}

}  // namespace temper
