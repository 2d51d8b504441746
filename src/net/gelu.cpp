// x Phi(x), Phi the standard normal's distribution function (Hendrycks & Gimpel, "Gaussian error
// linear units", 2016).

#include <memory>

#include "net/activation.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/gelu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "net/elementwise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// Phi(-|x|), given e^(-x²/2), within 1e-7.
/// Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.26, for erfc(|x|/√2)/2.
HWY_INLINE Reals lower_tail(Reals magnitude, Reals bell) {
  const FloatTag f;
  const auto one = hn::Set(f, 1.0F);
  const auto t =
      hn::Div(one, hn::MulAdd(hn::Set(f, 0.231641888F), magnitude, one));  // 0.3275911/√2
  auto sum = hn::MulAdd(hn::Set(f, 0.5F * 1.061405429F), t, hn::Set(f, 0.5F * -1.453152027F));
  sum = next_term(sum, t, 0.5F * 1.421413741F);
  sum = next_term(sum, t, 0.5F * -0.284496736F);
  sum = next_term(sum, t, 0.5F * 0.254829592F);
  return hn::Mul(hn::Mul(sum, t), bell);
}

void apply_gelu(std::span<float> values, std::span<float> slopes) {
  const auto gelu = [](Reals x, Reals& slope) HWY_ATTR {
    const FloatTag f;
    const auto density_at_0 = hn::Set(f, 0.398942280F);  // 1/√(2π)
    const auto bell = exponential(hn::Mul(hn::Mul(hn::Set(f, -0.5F), x), x));
    const auto tail = lower_tail(hn::Abs(x), bell);
    const auto phi = hn::IfThenElse(hn::Lt(x, hn::Zero(f)), tail, hn::Sub(hn::Set(f, 1.0F), tail));
    slope = hn::MulAdd(hn::Mul(x, density_at_0), bell, phi);
    return hn::Mul(x, phi);
  };
  apply_to_each(gelu, values, slopes);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {
namespace {

HWY_EXPORT(apply_gelu);

class Gelu final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    HWY_DYNAMIC_DISPATCH(apply_gelu)(values, slopes);
  }

  std::string initialiser() const override { return "he"; }
};

const bool registered = activations().add("gelu", "x times the normal's distribution function",
                                          [](const Section&) { return std::make_unique<Gelu>(); });

}  // namespace
}  // namespace temper
#endif
