#include "net/transpose.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/transpose.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

using FourTag = hn::CappedTag<float, 4>;

/// Four by four.
HWY_INLINE void transpose_block(const float* from, std::size_t stride, float* to,
                                std::size_t to_stride) {
  const FourTag four;
  const hn::Repartition<double, FourTag> pairs;
  const auto pair = [&](auto v) HWY_ATTR { return hn::BitCast(pairs, v); };
  const auto a = hn::LoadU(four, from), b = hn::LoadU(four, from + stride);
  const auto c = hn::LoadU(four, from + 2 * stride), d = hn::LoadU(four, from + 3 * stride);
  const auto ab_low = pair(hn::InterleaveLower(four, a, b));
  const auto ab_high = pair(hn::InterleaveUpper(four, a, b));
  const auto cd_low = pair(hn::InterleaveLower(four, c, d));
  const auto cd_high = pair(hn::InterleaveUpper(four, c, d));
  const auto store = [&](auto v, std::size_t row)
                         HWY_ATTR { hn::StoreU(hn::BitCast(four, v), four, to + row * to_stride); };
  store(hn::InterleaveLower(pairs, ab_low, cd_low), 0);
  store(hn::InterleaveUpper(pairs, ab_low, cd_low), 1);
  store(hn::InterleaveLower(pairs, ab_high, cd_high), 2);
  store(hn::InterleaveUpper(pairs, ab_high, cd_high), 3);
}

void transpose(const MatrixView& matrix, float* out) {
  const std::size_t rows = matrix.rows, cols = matrix.cols;
  const std::size_t whole_rows = rows / 4 * 4, whole_cols = cols / 4 * 4;
  const auto copy = [&](std::size_t row, std::size_t first, std::size_t last) {
    for (std::size_t col = first; col < last; ++col)
      out[col * rows + row] = matrix.data[row * cols + col];
  };
  for (std::size_t row = 0; row < whole_rows; row += 4) {
    for (std::size_t col = 0; col < whole_cols; col += 4)
      transpose_block(matrix.data + row * cols + col, cols, out + col * rows + row, rows);
    for (std::size_t i = 0; i < 4; ++i) copy(row + i, whole_cols, cols);
  }
  for (std::size_t row = whole_rows; row < rows; ++row) copy(row, 0, cols);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(transpose);

void transpose(const MatrixView& matrix, float* out) {
  HWY_DYNAMIC_DISPATCH(transpose)(matrix, out);
}

}  // namespace temper
#endif
