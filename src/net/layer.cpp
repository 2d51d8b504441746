#include "net/layer.h"

namespace temper {

Registry<Layer, const Section&, const Section&, const Shape&>& layers() {
  static Registry<Layer, const Section&, const Section&, const Shape&> registry;
  return registry;
}

}  // namespace temper
