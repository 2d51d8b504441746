#include "kernel/preconditioned_step.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/preconditioned_step.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// keep mean + (1 - keep) value
HWY_INLINE Reals blend(float keep, Reals mean, Reals value) {
  const FloatTag f;
  return hn::MulAdd(hn::Set(f, keep), mean, hn::Mul(hn::Set(f, 1 - keep), value));
}

void move_adam(const AdamStep& step, std::span<const float> drift, std::span<float> m,
               std::span<float> v, std::span<float> theta) {
  const FloatTag f;
  const auto move = [&](std::size_t i, auto load, auto store) HWY_ATTR {
    const auto g = hn::Mul(hn::Set(f, step.to_mean_loss), load(&drift[i]));
    const auto mean = blend(step.b1, load(&m[i]), g);
    const auto square = blend(step.b2, load(&v[i]), hn::Mul(g, g));
    const auto root = hn::Sqrt(hn::Mul(square, hn::Set(f, step.correction)));
    const auto length =
        hn::Div(hn::Mul(hn::Set(f, step.rate), mean), hn::Add(root, hn::Set(f, step.epsilon)));
    store(mean, &m[i]);
    store(square, &v[i]);
    store(hn::MulSub(hn::Set(f, step.keep), load(&theta[i]), length), &theta[i]);
  };
  for_each_vector(theta.size(), move);
}

void move_preconditioned(const PreconditionedStep& step, std::span<const float> drift,
                         std::span<const float> xi, std::span<float> v, std::span<float> theta) {
  const FloatTag f;
  const auto move = [&](std::size_t i, auto load, auto store) HWY_ATTR {
    const auto g = hn::Mul(hn::Set(f, step.to_mean_loss), load(&drift[i]));
    const auto square = blend(step.keep, load(&v[i]), hn::Mul(g, g));
    const auto root = hn::Sqrt(hn::Mul(square, hn::Set(f, step.unbias)));
    const auto G = hn::Div(hn::Set(f, 1.0F), hn::Add(hn::Set(f, step.damping), root));
    const auto noise = hn::Mul(hn::Sqrt(hn::Mul(hn::Set(f, step.heat), G)), load(&xi[i]));
    const auto drifted = hn::NegMulAdd(hn::Mul(hn::Set(f, step.rate), G), g, noise);
    store(square, &v[i]);
    store(hn::Add(load(&theta[i]), drifted), &theta[i]);
  };
  for_each_vector(theta.size(), move);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(move_adam);
HWY_EXPORT(move_preconditioned);

void move_adam(const AdamStep& step, std::span<const float> drift, std::span<float> m,
               std::span<float> v, std::span<float> theta) {
  HWY_DYNAMIC_DISPATCH(move_adam)(step, drift, m, v, theta);
}

void move_preconditioned(const PreconditionedStep& step, std::span<const float> drift,
                         std::span<const float> xi, std::span<float> v, std::span<float> theta) {
  HWY_DYNAMIC_DISPATCH(move_preconditioned)(step, drift, xi, v, theta);
}

}  // namespace temper
#endif
