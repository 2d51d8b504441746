#include "net/rows.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/rows.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// Adds a column of vectors, of which the rows are `stride` apart.
template <bool is_whole>
HWY_INLINE void add_column(const float* from, std::size_t stride, std::size_t n_rows,
                           std::size_t lanes, float* sum) {
  const FloatTag f;
  const auto load = [&](const float* at)
                        HWY_ATTR { return is_whole ? hn::LoadU(f, at) : load_first(lanes, at); };
  auto total = load(sum);
  for (std::size_t row = 0; row < n_rows; ++row) total = hn::Add(total, load(from + row * stride));
  if constexpr (is_whole)
    hn::StoreU(total, f, sum);
  else
    store_first(lanes, total, sum);
}

void add_rows(std::span<const float> rows, std::span<float> sum) {
  constexpr std::size_t n_together = 16;  // rows that stay in the nearest cache
  const std::size_t width = sum.size(), lanes = hn::Lanes(FloatTag());
  for (std::size_t start = 0; start < rows.size(); start += n_together * width) {
    const std::size_t n_rows = std::min(n_together, (rows.size() - start) / width);
    const float* const from = &rows[start];
    std::size_t j = 0;
    for (; j + lanes <= width; j += lanes) add_column<true>(from + j, width, n_rows, 0, &sum[j]);
    if (j < width) add_column<false>(from + j, width, n_rows, width - j, &sum[j]);
  }
}

void multiply(std::span<float> values, std::span<const float> factors) {
  for_each_vector(values.size(), [&](std::size_t i, auto load, auto store) HWY_ATTR {
    store(hn::Mul(load(&values[i]), load(&factors[i])), &values[i]);
  });
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(add_rows);
HWY_EXPORT(multiply);

/// Doubles what is filled, so that short rows don't cost a call each.
void fill_rows(std::span<const float> row, std::span<float> rows) {
  std::copy(row.begin(), row.end(), rows.begin());
  for (std::size_t filled = row.size(); filled < rows.size(); filled *= 2)
    std::copy_n(rows.begin(), std::min(filled, rows.size() - filled), &rows[filled]);
}

void add_rows(std::span<const float> rows, std::span<float> sum) {
  HWY_DYNAMIC_DISPATCH(add_rows)(rows, sum);
}

void multiply(std::span<float> values, std::span<const float> factors) {
  HWY_DYNAMIC_DISPATCH(multiply)(values, factors);
}

}  // namespace temper
#endif
