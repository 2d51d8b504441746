// max(0, x), with slope 0 at 0.

#include <memory>

#include "net/activation.h"

namespace temper {
namespace {

class Relu final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float slope = values[i] > 0 ? 1.0f : 0.0f;
      slopes[i] = slope;
      values[i] *= slope;  // not a maximum: a NaN must stay one
    }
  }

  std::string initialiser() const override { return "he"; }
};

const bool registered =
    activations().add("relu", "max(0, x)", [](const Section&) { return std::make_unique<Relu>(); });

}  // namespace
}  // namespace temper
