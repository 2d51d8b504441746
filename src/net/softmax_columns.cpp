#include "net/softmax_columns.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/softmax_columns.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include <hwy/contrib/math/math-inl.h>

#include "net/elementwise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

using DoubleReals = hn::Vec<DoubleTag>;

/// A vector of float32 as two of float64.
struct Halves {
  DoubleReals low, high;

  HWY_INLINE explicit Halves(Reals v) {
    const DoubleTag d;
    const hn::Rebind<float, DoubleTag> half;
    low = hn::PromoteTo(d, hn::LowerHalf(half, v));
    high = hn::PromoteTo(d, hn::UpperHalf(half, v));
  }
};

HWY_INLINE Reals largest_of(const float* columns, std::size_t n_classes, std::size_t stride) {
  const FloatTag f;
  auto largest = hn::Load(f, columns);
  for (std::size_t j = 1; j < n_classes; ++j) {
    const auto z = hn::Load(f, columns + j * stride);
    largest = hn::IfThenElse(hn::Gt(z, largest), z, largest);
  }
  return largest;
}

/// Writes what is made of the sums of some examples, from `row` on. The logarithm of NaN is NaN,
/// which the library takes for a number.
HWY_INLINE void store_sums(const SoftmaxColumns& at, std::size_t row, DoubleReals sums) {
  const DoubleTag d;
  hn::StoreU(sums, d, at.sums + row);
  hn::StoreU(hn::MulAdd(sums, hn::Zero(d), hn::Log(d, sums)), d, at.logs + row);
  hn::StoreU(hn::Div(hn::Set(d, 1.0), sums), d, at.inverses + row);
}

void exponentials(const SoftmaxColumns& at) {
  const FloatTag f;
  const DoubleTag d;
  for (std::size_t row = 0; row < at.rows; row += hn::Lanes(f)) {
    const auto largest = largest_of(at.z + row, at.n_classes, at.stride);
    auto low = hn::Zero(d), high = hn::Zero(d);
    for (std::size_t j = 0; j < at.n_classes; ++j) {
      float* const z = at.z + j * at.stride + row;
      const auto e = exponential(hn::Sub(hn::Load(f, z), largest));
      hn::Store(e, f, z);
      const Halves halves(e);
      low = hn::Add(low, halves.low);
      high = hn::Add(high, halves.high);
    }
    hn::Store(largest, f, at.largest + row);
    store_sums(at, row, low);
    store_sums(at, row + hn::Lanes(d), high);
  }
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(exponentials);

void exponentials(const SoftmaxColumns& columns) { HWY_DYNAMIC_DISPATCH(exponentials)(columns); }

}  // namespace temper
#endif
