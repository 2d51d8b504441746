// Vectors of float32 as our SIMD code uses them, compiled once for each instruction set by
// Highway's foreach_target.h: include it from a .cpp file that does so, as noise.cpp does.

#if defined(TEMPER_BASE_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)  // once for each target
#ifdef TEMPER_BASE_LANES_INL_H
#undef TEMPER_BASE_LANES_INL_H
#else
#define TEMPER_BASE_LANES_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

inline constexpr std::size_t max_lanes = 16;

using FloatTag = hn::CappedTag<float, max_lanes>;
using Reals = hn::Vec<FloatTag>;
using DoubleTag = hn::CappedTag<double, max_lanes / 2>;  ///< half as many lanes

#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86
inline constexpr bool has_masked_memory = true;  ///< lanes that are masked off are never touched
#else
inline constexpr bool has_masked_memory = false;
#endif

/// The first n floats, fewer than there are lanes; 0 in the other lanes.
HWY_INLINE Reals load_first(std::size_t n, const float* from) {
  const FloatTag f;
  if constexpr (has_masked_memory) return hn::MaskedLoad(hn::FirstN(f, n), f, from);
  HWY_ALIGN_MAX float lanes[max_lanes] = {};
  std::copy_n(from, n, lanes);
  return hn::Load(f, lanes);
}

/// Writes the first n lanes, fewer than there are.
HWY_INLINE void store_first(std::size_t n, Reals values, float* to) {
  const FloatTag f;
  if constexpr (has_masked_memory) return hn::BlendedStore(values, hn::FirstN(f, n), f, to);
  HWY_ALIGN_MAX float lanes[max_lanes];
  hn::Store(values, f, lanes);
  std::copy_n(lanes, n, to);
}

/// Calls use(i, load, store) for each vector of a loop over n elements, of which it begins with
/// element i. What is loaded and stored are whole vectors, or the first lanes at the end.
template <class Use>
HWY_INLINE void for_each_vector(std::size_t n, Use use) {
  const FloatTag f;
  const auto load = [f](const float* from) HWY_ATTR { return hn::LoadU(f, from); };
  const auto store = [f](Reals values, float* to) HWY_ATTR { hn::StoreU(values, f, to); };
  std::size_t i = 0;
  for (; i + hn::Lanes(f) <= n; i += hn::Lanes(f)) use(i, load, store);
  const std::size_t rest = n - i;
  if (rest == 0) return;
  use(
      i, [rest](const float* from) HWY_ATTR { return load_first(rest, from); },
      [rest](Reals values, float* to) HWY_ATTR { store_first(rest, values, to); });
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
