// x Phi(x), Phi the standard normal's distribution function (Hendrycks & Gimpel, "Gaussian error
// linear units", 2016).

#include <cmath>
#include <memory>

#include "net/activation.h"
#include "net/exponential.h"

namespace temper {
namespace {

/// Phi(-|x|), given e^(-x²/2), within 1e-7.
/// Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.26, for erfc(|x|/√2)/2.
float lower_tail(float magnitude, float bell) {
  const float t = 1 / (1 + 0.231641888f * magnitude);  // 0.3275911/√2
  float sum = 0.5f * 1.061405429f;
  sum = sum * t + 0.5f * -1.453152027f;
  sum = sum * t + 0.5f * 1.421413741f;
  sum = sum * t + 0.5f * -0.284496736f;
  sum = sum * t + 0.5f * 0.254829592f;
  return sum * t * bell;
}

class Gelu final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    constexpr float density_at_0 = 0.398942280f;  // 1/√(2π)
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float x = values[i];
      const float bell = exponential(-0.5f * x * x);
      const float tail = lower_tail(std::abs(x), bell);
      const float phi = x < 0 ? tail : 1 - tail;
      slopes[i] = phi + x * density_at_0 * bell;
      values[i] = x * phi;
    }
  }

  std::string initialiser() const override { return "he"; }
};

const bool registered = activations().add("gelu", "x times the normal's distribution function",
                                          [](const Section&) { return std::make_unique<Gelu>(); });

}  // namespace
}  // namespace temper
