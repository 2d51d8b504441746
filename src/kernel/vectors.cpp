#include "kernel/vectors.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/vectors.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// A sum of products of float32 vectors in float64 lanes.
class ProductSum {
 public:
  HWY_INLINE ProductSum() : low_(hn::Zero(DoubleTag())), high_(hn::Zero(DoubleTag())) {}

  HWY_INLINE void add(Reals a, Reals b) {
    const hn::Rebind<float, DoubleTag> half;
    const DoubleTag d;
    low_ = hn::MulAdd(hn::PromoteTo(d, hn::LowerHalf(half, a)),
                      hn::PromoteTo(d, hn::LowerHalf(half, b)), low_);
    high_ = hn::MulAdd(hn::PromoteTo(d, hn::UpperHalf(half, a)),
                       hn::PromoteTo(d, hn::UpperHalf(half, b)), high_);
  }

  HWY_INLINE double total() const {
    const DoubleTag d;
    return hn::GetLane(hn::SumOfLanes(d, hn::Add(low_, high_)));
  }

 private:
  hn::Vec<DoubleTag> low_, high_;
};

double dot(std::span<const float> a, std::span<const float> b) {
  ProductSum sum;
  for_each_vector(a.size(), [&](std::size_t i, auto load, auto)
                                HWY_ATTR { sum.add(load(&a[i]), load(&b[i])); });
  return sum.total();
}

double dot_from(std::span<const float> centre, std::span<const float> a, std::span<const float> b) {
  ProductSum sum;
  for_each_vector(a.size(), [&](std::size_t i, auto load, auto) HWY_ATTR {
    sum.add(hn::Sub(load(&a[i]), load(&centre[i])), load(&b[i]));
  });
  return sum.total();
}

void combine(float keep, float factor, std::span<const float> x, std::span<float> y) {
  const FloatTag f;
  for_each_vector(y.size(), [&](std::size_t i, auto load, auto store) HWY_ATTR {
    const auto kept = hn::Mul(hn::Set(f, keep), load(&y[i]));
    store(hn::MulAdd(hn::Set(f, factor), load(&x[i]), kept), &y[i]);
  });
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(dot);
HWY_EXPORT(dot_from);
HWY_EXPORT(combine);

double dot(std::span<const float> a, std::span<const float> b) {
  return HWY_DYNAMIC_DISPATCH(dot)(a, b);
}

double dot_from(std::span<const float> centre, std::span<const float> a, std::span<const float> b) {
  return centre.empty() ? dot(a, b) : HWY_DYNAMIC_DISPATCH(dot_from)(centre, a, b);
}

void combine(float keep, float factor, std::span<const float> x, std::span<float> y) {
  HWY_DYNAMIC_DISPATCH(combine)(keep, factor, x, y);
}

}  // namespace temper
#endif
