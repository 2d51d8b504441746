// tanh as a ratio of polynomials, the one that Eigen's ptanh_float uses: within 1e-6 of the truth
// relatively, and half the cost of one by way of e^x.

#include <memory>

#include "net/activation.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/tanh.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "net/elementwise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

HWY_INLINE Reals rational_tanh(Reals x) {
  const FloatTag f;
  x = clamp(x, 7.90531110763549805F);  // 1 in float32 beyond it
  const auto square = hn::Mul(x, x);

  auto p =
      hn::MulAdd(square, hn::Set(f, -2.76076847742355e-16F), hn::Set(f, 2.00018790482477e-13F));
  p = next_term(p, square, -8.60467152213735e-11F);
  p = next_term(p, square, 5.12229709037114e-08F);
  p = next_term(p, square, 1.48572235717979e-05F);
  p = next_term(p, square, 6.37261928875436e-04F);
  p = next_term(p, square, 4.89352455891786e-03F);

  auto q = hn::MulAdd(square, hn::Set(f, 1.19825839466702e-06F), hn::Set(f, 1.18534705686654e-04F));
  q = next_term(q, square, 2.26843463243900e-03F);
  q = next_term(q, square, 4.89352518554385e-03F);
  return hn::Div(hn::Mul(x, p), q);
}

void apply_tanh(std::span<float> values, std::span<float> slopes) {
  const auto tanh = [](Reals x, Reals& slope) HWY_ATTR {
    const auto y = rational_tanh(x);
    slope = hn::NegMulAdd(y, y, hn::Set(FloatTag(), 1.0F));
    return y;
  };
  apply_to_each(tanh, values, slopes);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {
namespace {

HWY_EXPORT(apply_tanh);

class Tanh final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    HWY_DYNAMIC_DISPATCH(apply_tanh)(values, slopes);
  }
};

const bool registered = activations().add("tanh", "hyperbolic tangent",
                                          [](const Section&) { return std::make_unique<Tanh>(); });

}  // namespace
}  // namespace temper
#endif
