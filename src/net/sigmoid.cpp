// 1 / (1 + e^-x).

#include <memory>

#include "net/activation.h"
#include "net/exponential.h"

namespace temper {
namespace {

class Sigmoid final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float y = 1 / (1 + exponential(-values[i]));
      slopes[i] = y * (1 - y);
      values[i] = y;
    }
  }
};

const bool registered = activations().add(
    "sigmoid", "1 / (1 + exp(-x))", [](const Section&) { return std::make_unique<Sigmoid>(); });

}  // namespace
}  // namespace temper
