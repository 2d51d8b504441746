// Functions of one number on vectors of them, for activations and losses: compiled once for each
// instruction set by Highway's foreach_target.h, as tanh.cpp does. NaN stays NaN everywhere.

#if defined(TEMPER_NET_ELEMENTWISE_INL_H) == defined(HWY_TARGET_TOGGLE)  // once for each target
#ifdef TEMPER_NET_ELEMENTWISE_INL_H
#undef TEMPER_NET_ELEMENTWISE_INL_H
#else
#define TEMPER_NET_ELEMENTWISE_INL_H
#endif

#include <span>

#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// x between -bound and bound. Not by minima: those lose a NaN on some machines.
HWY_INLINE Reals clamp(Reals x, float bound) {
  const FloatTag f;
  const auto high = hn::Set(f, bound), low = hn::Set(f, -bound);
  return hn::IfThenElse(hn::Gt(x, high), high, hn::IfThenElse(hn::Lt(x, low), low, x));
}

/// a x + b of the polynomial's next step.
HWY_INLINE Reals next_term(Reals sum, Reals x, float coefficient) {
  return hn::MulAdd(sum, x, hn::Set(FloatTag(), coefficient));
}

/// e^x within 2 units in the last place. Saturates outside [-87.3, 87.3].
/// Method: Cody & Waite's reduction x = n ln 2 + r, then the polynomial of Cephes' expf (Moshier).
HWY_INLINE Reals exponential(Reals x) {
  const FloatTag f;
  const hn::RebindToUnsigned<FloatTag> words;
  const auto to_nearest = hn::Set(f, 0x1.8p23F);  // adding it leaves no bits for a fraction
  x = clamp(x, 87.3F);
  const auto shifted = hn::MulAdd(x, hn::Set(f, 1.44269504F), to_nearest);
  const auto n = hn::Sub(shifted, to_nearest);
  const auto r =
      hn::NegMulAdd(n, hn::Set(f, -2.12194440e-4F), hn::NegMulAdd(n, hn::Set(f, 0.693359375F), x));
  auto tail = hn::MulAdd(hn::Set(f, 1.9875691500e-4F), r, hn::Set(f, 1.3981999507e-3F));
  tail = next_term(tail, r, 8.3334519073e-3F);
  tail = next_term(tail, r, 4.1665795894e-2F);
  tail = next_term(tail, r, 1.6666665459e-1F);
  tail = next_term(tail, r, 5.0000001201e-1F);
  const auto mantissa = hn::Add(hn::MulAdd(hn::Mul(tail, r), r, r), hn::Set(f, 1.0F));
  const auto exponent = hn::Add(hn::BitCast(words, shifted), hn::Set(words, 127));
  return hn::Mul(mantissa, hn::BitCast(f, hn::ShiftLeft<23>(exponent)));
}

/// Replaces each value x by function(x, slope), which writes f'(x) to `slope` and returns f(x).
/// The same bits at any place.
template <class Function>
HWY_INLINE void apply_to_each(Function function, std::span<float> values, std::span<float> slopes) {
  for_each_vector(values.size(), [&](std::size_t i, auto load, auto store) HWY_ATTR {
    Reals slope;
    store(function(load(&values[i]), slope), &values[i]);
    store(slope, &slopes[i]);
  });
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
