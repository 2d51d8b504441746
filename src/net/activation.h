#pragma once
// The nonlinearity at the end of a layer, element by element.

#include <span>
#include <string>

#include "base/registry.h"

namespace temper {

class Section;

class Activation {
 public:
  virtual ~Activation() = default;

  /// Replaces each value x by f(x) and writes f'(x) to `slopes` [values.size()]. Both come from
  /// one pass because they share their costly part.
  virtual void apply(std::span<float> values, std::span<float> slopes) const = 0;

  /// The initialiser that suits it.
  virtual std::string initialiser() const { return "glorot"; }
};

/// Activations by their config name; each maker reads its own options from the layer's section.
inline Registry<Activation, const Section&>& activations() {
  return registry_of<Activation, const Section&>();
}

}  // namespace temper
