// 1 / (1 + e^-x).

#include <memory>

#include "net/activation.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/sigmoid.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "net/elementwise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

void apply_sigmoid(std::span<float> values, std::span<float> slopes) {
  const auto sigmoid = [](Reals x, Reals& slope) HWY_ATTR {
    const auto one = hn::Set(FloatTag(), 1.0F);
    const auto y = hn::Div(one, hn::Add(one, exponential(hn::Neg(x))));
    slope = hn::Mul(y, hn::Sub(one, y));
    return y;
  };
  apply_to_each(sigmoid, values, slopes);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {
namespace {

HWY_EXPORT(apply_sigmoid);

class Sigmoid final : public Activation {
  void apply(std::span<float> values, std::span<float> slopes) const override {
    HWY_DYNAMIC_DISPATCH(apply_sigmoid)(values, slopes);
  }
};

const bool registered = activations().add(
    "sigmoid", "1 / (1 + exp(-x))", [](const Section&) { return std::make_unique<Sigmoid>(); });

}  // namespace
}  // namespace temper
#endif
