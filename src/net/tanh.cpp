// tanh as a ratio of polynomials, the one that Eigen's ptanh_float uses: within 1e-6 of the truth
// relatively, and half the cost of one by way of e^x.

#include <algorithm>
#include <memory>

#include "net/activation.h"

namespace temper {
namespace {

float rational_tanh(float x) {
  constexpr float one_from = 7.90531110763549805f;  // 1 in float32 beyond it
  x = std::min(std::max(x, -one_from), one_from);
  const float square = x * x;

  float p = square * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * square + -8.60467152213735e-11f;
  p = p * square + 5.12229709037114e-08f;
  p = p * square + 1.48572235717979e-05f;
  p = p * square + 6.37261928875436e-04f;
  p = p * square + 4.89352455891786e-03f;

  float q = square * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * square + 2.26843463243900e-03f;
  q = q * square + 4.89352518554385e-03f;
  return x * p / q;
}

class Tanh final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float y = rational_tanh(values[i]);
      slopes[i] = 1 - y * y;
      values[i] = y;
    }
  }
};

const bool registered = activations().add("tanh", "hyperbolic tangent",
                                          [](const Section&) { return std::make_unique<Tanh>(); });

}  // namespace
}  // namespace temper
